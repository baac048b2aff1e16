package io.churnops.training.reproduction;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found when a version was made again. */
record Findings(List<Reason> reasons, List<Part> parts, List<Surrounding> environment) {

  static final Findings NONE = new Findings(List.of(), List.of(), List.of());

  Findings {
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
    parts = parts == null ? List.of() : List.copyOf(parts);
    environment = environment == null ? List.of() : List.copyOf(environment);
  }

  static Findings impossible(Cause cause, String detail) {
    return new Findings(List.of(new Reason(cause, detail)), List.of(), List.of());
  }

  /** A reason, in a word and in a sentence. */
  @Schema(name = "ReproductionReason")
  record Reason(Cause cause, String detail) {}

  /** Where a reason lies. */
  @Schema(name = "ReproductionCause")
  enum Cause {
    @JsonProperty("code")
    CODE,
    @JsonProperty("library")
    LIBRARY,
    @JsonProperty("jdk")
    JDK,
    @JsonProperty("definition")
    DEFINITION,
    @JsonProperty("data")
    DATA,
    @JsonProperty("parameters")
    PARAMETERS,
    @JsonProperty("training")
    TRAINING,
    @JsonProperty("artefact")
    ARTEFACT,
    @JsonProperty("erased")
    ERASED,
    @JsonProperty("unexplained")
    UNEXPLAINED
  }

  /**
   * A part of a version.
   *
   * @param recorded its value, or the SHA-256 of it; absent where nothing is on record
   * @param reproduced the same of the model that was made again
   * @param decisive whether it is a function of rows, code and parameters alone, so that it must be
   *     the same
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReproducedPart")
  record Part(
      String part, @Nullable String recorded, String reproduced, boolean same, boolean decisive) {

    static Part decisive(String part, @Nullable String recorded, String reproduced) {
      return new Part(part, recorded, reproduced, reproduced.equals(recorded), true);
    }

    static Part told(String part, String recorded, String reproduced) {
      return new Part(part, recorded, reproduced, reproduced.equals(recorded), false);
    }
  }

  /**
   * Something that a version was made on.
   *
   * @param recorded absent where it was not written down
   * @param now absent where it is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "ReproductionEnvironment")
  record Surrounding(String name, @Nullable String recorded, @Nullable String now) {}
}
