package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.kit.api.Pages;
import io.churnops.training.datasets.DatasetId;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wish to train a model anew. What is left out is as it was for the champion. */
@Schema(name = "RetrainingRequest")
@JsonInclude(JsonInclude.Include.NON_NULL)
record RetrainingRequest(
    @NotNull
        @Pattern(
            regexp = "[a-z][a-z0-9_-]{0,62}",
            message = "must be a lower-case name of at most 63 characters")
        @Schema(example = "churn")
        String model,
    @Valid
        @Schema(
            description =
                "What to train on; if absent, the champion's view and label at as many cutoffs,"
                    + " moved to the newest that have labels")
        @Nullable DatasetWish dataset,
    @Size(max = 20)
        @Schema(
            description =
                "What POST /v1/training-runs takes beside model, datasetId, label and promote; if"
                    + " absent, what the champion was trained with")
        @Nullable Map<String, Object> train,
    @Schema(description = "if_better unless said otherwise") @Nullable PromotePolicy promote) {

  /** A training set that there is, or one to be built. */
  @Schema(name = "RetrainingDataset")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record DatasetWish(
      @DatasetId
          @Schema(description = "A training set that is complete or under way", format = "uuid")
          @Nullable String id,
      @Size(min = 1, max = 200)
          @Pattern(regexp = Pages.STORABLE, message = NO_NUL)
          @Schema(description = "Name or fingerprint of a feature view")
          @Nullable String view,
      @Size(min = 1, max = 200)
          @Pattern(regexp = Pages.STORABLE, message = NO_NUL)
          @Schema(
              description =
                  "Name of a label; of a training set that is named, one of its labels, or its main"
                      + " one if absent")
          @Nullable String label,
      @Valid @Nullable CutoffWish cutoffs) {

    @AssertTrue(message = "takes either id, or view and label")
    @JsonIgnore
    boolean isOfOneKind() {
      return id == null ? view != null && label != null : view == null && cutoffs == null;
    }
  }

  /** Cutoffs counted back from the moment of the request. */
  @Schema(name = "RetrainingCutoffs")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record CutoffWish(
      @Pattern(regexp = SPAN, message = NO_SPAN)
          @Schema(
              description =
                  "How long before the request the newest is, at midnight UTC; the label's horizon"
                      + " if absent",
              example = "30d")
          @Nullable String newest,
      @Pattern(regexp = SPAN, message = NO_SPAN)
          @Schema(description = "From one to the next; the horizon if absent", example = "30d")
          @Nullable String every,
      @Min(1) @Max(200) @Schema(description = "How many; 6 if absent") @Nullable Integer count) {}

  static final String NO_NUL = "must not hold the character NUL";
  private static final String SPAN = "[1-9][0-9]{0,4}[dh]";
  private static final String NO_SPAN = "must read like 30d or 12h";

  /** Public, since the security expression of the controller asks it. */
  public boolean promotes() {
    return promotion() == PromotePolicy.IF_BETTER;
  }

  /** The training set that there must be already, if one is named. */
  @JsonIgnore
  Optional<String> namedDataset() {
    return Optional.ofNullable(dataset).map(DatasetWish::id);
  }

  PromotePolicy promotion() {
    return promote == null ? PromotePolicy.IF_BETTER : promote;
  }
}
