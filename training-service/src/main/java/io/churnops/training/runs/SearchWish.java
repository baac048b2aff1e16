package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.churnops.forest.Algorithm;
import io.churnops.forest.BoostingParameters;
import io.churnops.training.search.Halving;
import io.churnops.training.search.ParameterRange;
import io.churnops.training.search.SearchMethod;
import io.churnops.training.search.SearchSpace;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The wish to search for parameters before the model is trained. What is left out takes its
 * default.
 */
@Schema(name = "ParameterSearch")
record SearchWish(
    @Schema(description = "random if absent") @Nullable SearchMethod method,
    @NotNull
        @NotEmpty
        @Size(max = 10)
        @Schema(description = "The parameters to search, each with its range")
        Map<String, @NotNull @Valid Range> ranges,
    @Min(1)
        @Max(MOST_TRIALS)
        @Schema(description = "How many points to try, 30 if absent; a grid has as many as it has")
        @Nullable Integer trials,
    @Schema(
            description =
                "What to optimise on the folds, auc if absent; brier and logLoss judge the scores"
                    + " before they are calibrated; profit needs the costs of threshold")
        @Nullable Objective objective,
    @Min(1)
        @Max(10)
        @Schema(
            description =
                "How many of the newest past cutoffs, or parts of a table's customers, judge the"
                    + " trials; 3 if absent")
        @Nullable Integer folds,
    @Valid @Nullable HalvingWish halving,
    @Min(1)
        @Max(604_800)
        @Schema(description = "No trial is begun later, nor given more; the best so far is taken")
        @Nullable Integer timeBudgetSeconds,
    @Schema(description = "The same seed gives the same trials; 1 if absent") @Nullable Long seed) {

  static final int MOST_TRIALS = 1_000;

  private static final int DEFAULT_TRIALS = 30;
  private static final int DEFAULT_FOLDS = 3;
  private static final int DEFAULT_STEPS = 5;

  private static final double LEAST = Double.parseDouble(RunRequest.Parameters.LEAST);

  private static final Map<String, Limits> FOREST =
      Map.of(
          "trees", new Limits(1, 2_000, true),
          "maxDepth", new Limits(1, 16, true),
          "minLeafSize", new Limits(1, 1_000_000, true),
          "featureFraction", new Limits(LEAST, 1, false));

  private static final Map<String, Limits> LOGISTIC =
      Map.of(
          "epochs", new Limits(1, 1_000, true),
          "learningRate", new Limits(LEAST, 10, false));

  private static final Map<String, Limits> XGBOOST =
      Map.of(
          "rounds", new Limits(1, BoostingParameters.MAX_ROUNDS, true),
          "maxDepth", new Limits(1, BoostingParameters.MAX_DEPTH, true),
          "learningRate", new Limits(LEAST, 1, false),
          "minChildWeight", Limits.zeroOr(LEAST, 1e6),
          "rowFraction", new Limits(LEAST, 1, false),
          "featureFraction", new Limits(LEAST, 1, false),
          "l2", Limits.zeroOr(LEAST, 1_000));

  /** What a parameter can be. */
  private record Limits(double least, double most, boolean whole, boolean orZero) {

    Limits(double least, double most, boolean whole) {
      this(least, most, whole, false);
    }

    static Limits zeroOr(double least, double most) {
      return new Limits(least, most, false, true);
    }

    boolean allow(double value) {
      return (value >= least && value <= most && (!whole || value == Math.rint(value)))
          || (orZero && value == 0);
    }
  }

  /** From one value to another, or one of several. */
  @Schema(name = "ParameterRange")
  record Range(
      @Nullable Double from,
      @Nullable Double to,
      @Schema(description = "Whether ratios count, not differences; only above 0")
          @Nullable Boolean logarithmic,
      @Min(1)
          @Max(MOST_TRIALS)
          @Schema(description = "How many values of it a grid has; 5 if absent")
          @Nullable Integer steps,
      @Size(min = 1, max = 100) @Nullable List<@NotNull Double> values) {

    @AssertTrue(message = "must have from and to in this order, above 0 if logarithmic, or values")
    @JsonIgnore
    boolean isARange() {
      if (values != null) {
        return from == null && to == null && logarithmic == null && steps == null;
      }
      return from != null
          && to != null
          && from <= to
          && (!Boolean.TRUE.equals(logarithmic) || from > 0);
    }

    private boolean within(Limits limits) {
      return values == null
          ? from == null || to == null || (limits.allow(from) && limits.allow(to))
          : values.stream().allMatch(value -> value == null || limits.allow(value));
    }

    private boolean reachesZero() {
      return values == null
          ? from != null && from == 0
          : values.stream().anyMatch(value -> value != null && value == 0);
    }

    private ParameterRange of(String name, boolean whole) {
      return new ParameterRange(
          name,
          values == null ? List.of() : values,
          from == null ? 0 : from,
          to == null ? 0 : to,
          Boolean.TRUE.equals(logarithmic),
          steps == null ? DEFAULT_STEPS : steps,
          whole);
    }
  }

  /** Trials that do badly with a part are not given the whole. */
  @Schema(name = "SuccessiveHalving")
  record HalvingWish(
      @Schema(description = "Part of the trees, for forests and xgboost, or of the training rows")
          @NotNull
          HalvingBy by,
      @Min(2) @Max(10) @Schema(description = "One of so many goes on; 3 if absent")
          @Nullable Integer factor,
      @Min(2) @Max(6) @Schema(description = "How often, the whole included; 3 if absent")
          @Nullable Integer rungs) {}

  @AssertTrue(message = "takes trials unless it is a grid")
  @JsonIgnore
  boolean isTrialsOfNoGrid() {
    return trials == null || method != SearchMethod.GRID;
  }

  @AssertTrue(message = "must have a grid of at most " + MOST_TRIALS + " points")
  @JsonIgnore
  boolean isSmallEnough() {
    if (method != SearchMethod.GRID || ranges == null || ranges.size() > 10) {
      return true;
    }
    double points = 1;
    for (Range range : ranges.values()) {
      if (range == null || !range.isARange()) {
        return true;
      }
      points *= range.of("any", false).grid().size();
    }
    return points <= MOST_TRIALS;
  }

  /** Whether every range is of a parameter of the algorithm, and within what it can be. */
  boolean fits(Algorithm algorithm) {
    Map<String, Limits> limits = limits(algorithm);
    return ranges == null
        || ranges.entrySet().stream()
            .allMatch(entry -> {
              Limits allowed = limits.get(entry.getKey());
              return allowed != null
                  && (entry.getValue() == null || entry.getValue().within(allowed));
            });
  }

  /** Whether a parameter is 0 at a point; where it is not searched, it is what is given. */
  boolean reachesZero(String parameter, @Nullable Double given) {
    Range range = ranges == null ? null : ranges.get(parameter);
    return range == null ? given != null && given == 0 : range.reachesZero();
  }

  boolean halvesTrees() {
    return halving != null && halving.by() == HalvingBy.TREES;
  }

  private static Map<String, Limits> limits(Algorithm algorithm) {
    return switch (algorithm) {
      case FOREST -> FOREST;
      case LOGISTIC_REGRESSION -> LOGISTIC;
      case XGBOOST -> XGBOOST;
    };
  }

  SearchSpace space(Algorithm algorithm) {
    Map<String, Limits> limits = limits(algorithm);
    return new SearchSpace(
        ranges.entrySet().stream()
            .map(entry ->
                entry
                    .getValue()
                    .of(entry.getKey(), Objects.requireNonNull(limits.get(entry.getKey())).whole()))
            .toList());
  }

  SearchMethod methodOrDefault() {
    return method == null ? SearchMethod.RANDOM : method;
  }

  int trialsOf(SearchSpace space) {
    if (method == SearchMethod.GRID) {
      return Math.toIntExact(space.gridSize());
    }
    return trials == null ? DEFAULT_TRIALS : trials;
  }

  Objective objectiveOrDefault() {
    return objective == null ? Objective.AUC : objective;
  }

  int foldsOrDefault() {
    return folds == null ? DEFAULT_FOLDS : folds;
  }

  long seedOrDefault() {
    return seed == null ? 1 : seed;
  }

  Halving halvingOrNone() {
    if (halving == null) {
      return Halving.NONE;
    }
    return new Halving(
        halving.factor() == null ? 3 : halving.factor(),
        halving.rungs() == null ? 3 : halving.rungs());
  }
}
