package io.churnops.training.runs;

import io.churnops.forest.ForestParameters;
import io.churnops.training.datasets.SplitRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The wish to train a model on a dataset. What is left out takes its default. */
@Schema(name = "TrainingRunRequest")
record RunRequest(
    @NotNull
        @Pattern(
            regexp = "[a-z][a-z0-9_-]{0,62}",
            message = "must be a lower-case name of at most 63 characters")
        @Schema(example = "churn")
        String model,
    @NotNull @Size(min = 1, max = 200) @Pattern(regexp = TEXT, message = NO_NUL) String datasetId,
    @Size(min = 1, max = 200)
        @Pattern(regexp = TEXT, message = NO_NUL)
        @Schema(description = "Name of one of the dataset's labels; its main one if absent")
        @Nullable String label,
    @Valid @Nullable Parameters parameters,
    @Valid @Nullable SplitWish split,
    @Nullable Promote promote,
    @Size(max = 20)
        @Nullable
            Map<
                @Size(max = 200) @Pattern(regexp = TEXT, message = NO_NUL) String,
                @Size(max = 1000) @Pattern(regexp = TEXT, message = NO_NUL) String>
            tags) {

  /** What Postgres can keep as text. */
  static final String TEXT = "[^\\x00]*";

  static final String NO_NUL = "must not hold the character NUL";

  /** The forest's parameters; the leaf size that is left out depends on the number of rows. */
  @Schema(name = "ForestParameters")
  record Parameters(
      @Min(1) @Max(2000) @Nullable Integer trees,
      @Min(1) @Max(16) @Nullable Integer maxDepth,
      @Min(1) @Max(1_000_000) @Nullable Integer minLeafSize,
      @DecimalMin(value = "0", inclusive = false) @DecimalMax("1") @Nullable Double featureFraction,
      @Nullable Long seed) {}

  /** How many of the newest cutoffs test, and how many before them validate. */
  @Schema(name = "SplitRequest")
  record SplitWish(
      @Min(1) @Max(1000) @Nullable Integer testCutoffs,
      @Min(1) @Max(1000) @Nullable Integer validationCutoffs) {}

  /** Public, since the security expression of the controller asks it. */
  public boolean promotes() {
    return promotion() != Promote.NEVER;
  }

  Promote promotion() {
    return promote == null ? Promote.NEVER : promote;
  }

  Map<String, String> tagsOrNone() {
    return tags == null ? Map.of() : tags;
  }

  SplitRequest splitRequest() {
    return new SplitRequest(
        split == null || split.testCutoffs() == null ? 1 : split.testCutoffs(),
        split == null || split.validationCutoffs() == null ? 1 : split.validationCutoffs());
  }

  /** What to grow the forest with, given how many rows there are to grow it from. */
  ForestParameters forestParameters(int rows) {
    ForestParameters defaults = DefaultParameters.forRows(rows);
    if (parameters == null) {
      return defaults;
    }
    return new ForestParameters(
        Optional.ofNullable(parameters.trees()).orElse(defaults.trees()),
        Optional.ofNullable(parameters.maxDepth()).orElse(defaults.maxDepth()),
        Optional.ofNullable(parameters.minLeafSize()).orElse(defaults.minLeafSize()),
        Optional.ofNullable(parameters.featureFraction()).orElse(defaults.featureFraction()),
        Optional.ofNullable(parameters.seed()).orElse(defaults.seed()));
  }
}
