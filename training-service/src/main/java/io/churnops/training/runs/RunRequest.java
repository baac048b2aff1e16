package io.churnops.training.runs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.churnops.forest.Algorithm;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.MissingValues;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.Splitting;
import io.churnops.forest.evaluation.CampaignCosts;
import io.churnops.forest.evaluation.ThresholdRule;
import io.churnops.training.datasets.DatasetId;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitRequest;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.UniqueElements;
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
    @NotNull @DatasetId @Schema(format = "uuid") String datasetId,
    @Size(min = 1, max = 200)
        @Pattern(regexp = TEXT, message = NO_NUL)
        @Schema(description = "Name of one of the dataset's labels; its main one if absent")
        @Nullable String label,
    @Valid @Nullable Parameters parameters,
    @Valid @Nullable SplitWish split,
    @Nullable Promote promote,
    @Valid @Nullable ThresholdWish threshold,
    @DecimalMin("0.5")
        @DecimalMax("1")
        @Schema(
            description =
                "An AUC above it stops the run, as a column likely knows the label; if absent, 0.9"
                    + " where the split is by customer and 0.98 where it is by time")
        @Nullable Double suspiciousAuc,
    @Size(max = 20)
        @Nullable
            Map<
                @Size(max = 200) @Pattern(regexp = TEXT, message = NO_NUL) String,
                @Size(max = 1000) @Pattern(regexp = TEXT, message = NO_NUL) String>
            tags,
    @Size(max = 10)
        @Schema(
            description =
                "Columns by whose values the model is judged apart, beside the first ones that hold"
                    + " categories; numbers are cut at their quartiles")
        @Nullable
            List<
                @NotNull @Size(min = 1, max = 200) @Pattern(regexp = TEXT, message = NO_NUL) String>
            segments,
    @Schema(
            description =
                "What to train, a forest if absent; where several are compared, which to publish")
        @Nullable Algorithm algorithm,
    @Size(min = 2, max = 3)
        @UniqueElements
        @Schema(
            description =
                "Algorithms to train on the same rows and judge side by side; the best on the"
                    + " validation rows, or out of fold, is published unless one is named")
        @Nullable List<@NotNull Algorithm> compare,
    @Valid @Nullable SearchWish search,
    @Size(max = 2)
        @UniqueElements
        @Schema(
            description =
                "Ids of uploaded forests that are those the run would grow, of its training rows or"
                    + " of all rows of the past: it uses them instead of growing them")
        @Nullable List<@NotNull @Pattern(regexp = "[0-9a-f]{64}") String> forests) {

  /** What Postgres can keep as text. */
  static final String TEXT = "[^\\x00]*";

  static final String NO_NUL = "must not hold the character NUL";

  private static final String UNBOUNDED =
      "must not have both minChildWeight and l2 0, as nothing bounds the leaves of xgboost then";

  private static final double SUSPICIOUS_OF_A_TABLE = 0.9;
  private static final double SUSPICIOUS_OVER_TIME = 0.98;
  private static final int DEFAULT_FOLDS = 5;

  /**
   * The parameters of the algorithms; the leaf size that is left out depends on the number of rows.
   */
  @Schema(name = "TrainingParameters")
  record Parameters(
      @Min(1) @Max(2000) @Nullable Integer trees,
      @Min(1) @Max(16) @Nullable Integer maxDepth,
      @Min(1) @Max(1_000_000) @Nullable Integer minLeafSize,
      @DecimalMin(LEAST) @DecimalMax("1") @Nullable Double featureFraction,
      @Nullable Long seed,
      @Nullable Splitting splitting,
      @Schema(
              description =
                  "Where the splits of a forest send rows whose value is missing: to the side found"
                      + " at each, or with the lowest")
          @Nullable MissingValues missing,
      @Valid @Nullable RowWeightsWish rowWeights,
      @Min(1)
          @Max(86_400)
          @Schema(
              description =
                  "No tree is begun later; the forest, or xgboost, has the trees that were grown by"
                      + " then, at least one")
          @Nullable Integer timeBudgetSeconds,
      @Min(1)
          @Max(LogisticParameters.MAX_EPOCHS)
          @Schema(description = "How often a logistic regression sees each row")
          @Nullable Integer epochs,
      @DecimalMin(LEAST)
          @DecimalMax("10")
          @Schema(
              description =
                  "The first step of a logistic regression; of xgboost, how much of its correction"
                      + " a round is believed, at most 1")
          @Nullable Double learningRate,
      @Min(1)
          @Max(BoostingParameters.MAX_ROUNDS)
          @Schema(description = "How many rounds xgboost boosts")
          @Nullable Integer rounds,
      @DecimalMin("0")
          @DecimalMax("1000000")
          @NotNegligible
          @Schema(
              description =
                  "The least sum of second derivatives in a node of xgboost, 0 or at least "
                      + LEAST
                      + "; not 0 where l2 is")
          @Nullable Double minChildWeight,
      @DecimalMin(LEAST)
          @DecimalMax("1")
          @Schema(description = "The share of rows that xgboost draws for a round")
          @Nullable Double rowFraction,
      @DecimalMin("0")
          @DecimalMax("1000")
          @NotNegligible
          @Schema(
              description =
                  "The penalty of xgboost on the squares of leaves, 0 or at least " + LEAST)
          @Nullable Double l2) {

    /** What is nearer to 0 may be 0, or out of range, as the float that XGBoost reads. */
    static final String LEAST = "0.000001";

    static final Parameters DEFAULTS =
        new Parameters(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null);

    @AssertTrue(message = UNBOUNDED)
    @JsonIgnore
    boolean isOfBoundedLeaves() {
      return !isZero(minChildWeight) || !isZero(l2);
    }

    private static boolean isZero(@Nullable Double value) {
      return value != null && value == 0;
    }

    /** Whether all that is asked is of one of the algorithms. */
    private boolean areOf(List<Algorithm> algorithms) {
      boolean forest = algorithms.contains(Algorithm.FOREST);
      boolean logistic = algorithms.contains(Algorithm.LOGISTIC_REGRESSION);
      boolean xgboost = algorithms.contains(Algorithm.XGBOOST);
      return (forest || !ofForest())
          && (logistic || epochs == null)
          && (xgboost || !ofXGBoost())
          && (forest || xgboost || !ofTrees())
          && (logistic || xgboost || learningRate == null);
    }

    /** Whether xgboost can be boosted so, whose bounds are narrower than others'. */
    private boolean withinXGBoost() {
      return (learningRate == null || learningRate <= 1)
          && (maxDepth == null || maxDepth <= BoostingParameters.MAX_DEPTH);
    }

    private boolean ofForest() {
      return trees != null || minLeafSize != null || splitting != null || missing != null;
    }

    private boolean ofXGBoost() {
      return rounds != null || minChildWeight != null || rowFraction != null || l2 != null;
    }

    /** Whether anything is asked of what grows trees, a forest or xgboost. */
    private boolean ofTrees() {
      return maxDepth != null || featureFraction != null || timeBudgetSeconds != null;
    }
  }

  /** How much training rows count; those that judge all count the same. */
  @Schema(name = "RowWeights")
  record RowWeightsWish(
      @DecimalMin("0.1")
          @DecimalMax("36500")
          @Schema(
              description = "A row counts half when its cutoff is so many days before the newest")
          @Nullable Double halfLifeDays,
      @DecimalMin("0.01")
          @DecimalMax("100")
          @Schema(description = "A customer who churned counts as much as so many who stayed")
          @Nullable Double churned) {}

  /** By what the decision threshold is chosen: one of its parts, or F1 where there is none. */
  @Schema(name = "ThresholdRequest")
  record ThresholdWish(
      @DecimalMin(value = "0", inclusive = false)
          @DecimalMax("1")
          @Schema(description = "The most churners found at a precision of at least this")
          @Nullable Double precision,
      @Valid @Schema(description = "The greatest profit of a campaign with these costs")
          @Nullable Costs costs) {

    @AssertTrue(message = "takes precision or costs, not both")
    @JsonIgnore
    boolean isOfOneKind() {
      return precision == null || costs == null;
    }

    ThresholdRule rule() {
      if (costs != null) {
        return new ThresholdRule.BestProfit(costs.toCosts());
      }
      return precision == null
          ? new ThresholdRule.BestF1()
          : new ThresholdRule.RecallAtPrecision(precision);
    }
  }

  /** What a retention campaign costs and saves, in one currency. */
  @Schema(name = "CampaignCostsRequest")
  record Costs(
      @NotNull @DecimalMin("0") @DecimalMax("1e12") Double contactCost,
      @NotNull @DecimalMin("0") @DecimalMax("1e12") Double incentiveCost,
      @NotNull @DecimalMin(value = "0", inclusive = false) @DecimalMax("1") Double acceptanceRate,
      @NotNull @DecimalMin("0") @DecimalMax("1e12") Double customerValue) {

    @AssertTrue(message = "must have a customerValue above the incentiveCost")
    @JsonIgnore
    boolean isWorthIt() {
      return customerValue == null || incentiveCost == null || customerValue > incentiveCost;
    }

    CampaignCosts toCosts() {
      return new CampaignCosts(contactCost, incentiveCost, acceptanceRate, customerValue);
    }
  }

  /** How many of the newest cutoffs test, and how many before them validate; or folds. */
  @Schema(name = "SplitRequest")
  record SplitWish(
      @Min(1) @Max(1000) @Nullable Integer testCutoffs,
      @Min(1) @Max(1000) @Nullable Integer validationCutoffs,
      @Schema(description = "time if absent; k-fold is for tables of one moment")
          @Nullable SplitMethod method,
      @Min(2) @Max(20) @Schema(description = "Of k-fold; 5 if absent") @Nullable Integer folds) {

    @AssertTrue(message = "takes folds with k-fold, and cutoffs without")
    @JsonIgnore
    boolean isOfOneMethod() {
      return method == SplitMethod.K_FOLD
          ? testCutoffs == null && validationCutoffs == null
          : folds == null;
    }
  }

  /** How rows are parted into those that a model learns from and those that judge it. */
  enum SplitMethod {
    @JsonProperty("time")
    TIME,
    @JsonProperty("k-fold")
    K_FOLD
  }

  @AssertTrue(message = "must be one of those compared")
  @JsonIgnore
  boolean isAlgorithmCompared() {
    return algorithm == null || compare == null || compare.contains(algorithm);
  }

  @AssertTrue(message = "must be of one algorithm, by its parameters within what they can be")
  @JsonIgnore
  boolean isSearchOfAlgorithm() {
    return search == null
        || (compare == null
            && search.fits(algorithms().getFirst())
            && (!search.halvesTrees() || growsTrees()));
  }

  @AssertTrue(message = UNBOUNDED)
  @JsonIgnore
  boolean isSearchOfBoundedLeaves() {
    Parameters fixed = parametersOrDefaults();
    return search == null
        || !search.reachesZero("minChildWeight", fixed.minChildWeight())
        || !search.reachesZero("l2", fixed.l2());
  }

  @AssertTrue(message = "must leave rows for the test alone where parameters are searched")
  @JsonIgnore
  boolean isSplitOfSearch() {
    return search == null || folds().isEmpty();
  }

  @AssertTrue(message = "must hold costs for a search by profit")
  @JsonIgnore
  boolean isThresholdOfObjective() {
    return search == null
        || search.objectiveOrDefault() != Objective.PROFIT
        || (threshold != null && threshold.costs() != null);
  }

  @AssertTrue(
      message =
          "are of forests over histograms that are split by time, with neither search, weights nor a"
              + " time budget")
  @JsonIgnore
  boolean isForestsOfRun() {
    GrowthOptions growth = growthOptions();
    return forests == null
        || (algorithms().contains(Algorithm.FOREST)
            && search == null
            && folds().isEmpty()
            && growth.splitting() == Splitting.HISTOGRAM
            && growth.halfLifeDays() == null
            && growth.churnedWeight() == null
            && growth.timeBudgetSeconds() == null);
  }

  @AssertTrue(message = "must be of an algorithm that is trained")
  @JsonIgnore
  boolean isParametersOfAlgorithm() {
    return parameters == null || parameters.areOf(algorithms());
  }

  @AssertTrue(
      message = "must have a maxDepth of at most 12 and a learningRate of at most 1 for xgboost")
  @JsonIgnore
  boolean isParametersWithinXGBoost() {
    return parameters == null
        || !algorithms().contains(Algorithm.XGBOOST)
        || parameters.withinXGBoost();
  }

  private boolean growsTrees() {
    return treeGrowers() > 0;
  }

  /** How many of the algorithms grow trees, which takes most of a run's time. */
  int treeGrowers() {
    return (int)
        algorithms().stream().filter(each -> each != Algorithm.LOGISTIC_REGRESSION).count();
  }

  /** Public, since the security expression of the controller asks it. */
  public boolean promotes() {
    return promotion() != Promote.NEVER;
  }

  /** Whether the model is to be promoted against its gates. Public for the same reason. */
  public boolean forces() {
    return promotion() == Promote.ALWAYS;
  }

  Promote promotion() {
    return promote == null ? Promote.NEVER : promote;
  }

  ThresholdRule thresholdRule() {
    return threshold == null ? new ThresholdRule.BestF1() : threshold.rule();
  }

  /** The most that is believed; less of a table, whose columns nobody knows the time of. */
  double mostAuc(Split.Method method) {
    if (suspiciousAuc != null) {
      return suspiciousAuc;
    }
    return switch (method) {
      case BY_CUSTOMER, K_FOLD -> SUSPICIOUS_OF_A_TABLE;
      case BY_TIME, BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS -> SUSPICIOUS_OVER_TIME;
    };
  }

  Map<String, String> tagsOrNone() {
    return tags == null ? Map.of() : tags;
  }

  List<String> forestsOrNone() {
    return forests == null ? List.of() : forests;
  }

  List<String> segmentsOrNone() {
    return segments == null ? List.of() : segments;
  }

  SplitRequest splitRequest() {
    return new SplitRequest(
        split == null || split.testCutoffs() == null ? 1 : split.testCutoffs(),
        split == null || split.validationCutoffs() == null ? 1 : split.validationCutoffs());
  }

  /** How many folds, where the rows are to be judged in folds. */
  OptionalInt folds() {
    if (split == null || split.method() != SplitMethod.K_FOLD) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(split.folds() == null ? DEFAULT_FOLDS : split.folds());
  }

  private Parameters parametersOrDefaults() {
    return parameters == null ? Parameters.DEFAULTS : parameters;
  }

  /** The algorithms to train, in the order of the request. */
  List<Algorithm> algorithms() {
    if (compare != null) {
      return List.copyOf(compare);
    }
    return List.of(algorithm == null ? Algorithm.FOREST : algorithm);
  }

  long seed() {
    return Optional.ofNullable(parametersOrDefaults().seed())
        .orElse(ForestParameters.defaults().seed());
  }

  /** Whether an algorithm is the one that is named, or may turn out to be the best. */
  boolean mayPublish(Algorithm trained) {
    return algorithm == null || algorithm == trained;
  }

  /** How many trees and rounds one model of each algorithm has. */
  int trees(int rows) {
    return algorithms().stream().mapToInt(trained -> trees(trained, rows)).sum();
  }

  /** How many trees or rounds the model that is published has at most. */
  int treesOfPublished(int rows) {
    return algorithms().stream()
        .filter(this::mayPublish)
        .mapToInt(trained -> trees(trained, rows))
        .max()
        .orElse(0);
  }

  private int trees(Algorithm trained, int rows) {
    return switch (modelParameters(trained, rows)) {
      case ForestParameters forest -> forest.trees();
      case BoostingParameters boosting -> boosting.rounds();
      case LogisticParameters _ -> 0;
    };
  }

  /** What to train with, given how many rows there are to train on. */
  ModelParameters modelParameters(Algorithm trained, int rows) {
    return switch (trained) {
      case FOREST -> forestParameters(rows);
      case LOGISTIC_REGRESSION -> logisticParameters();
      case XGBOOST -> boostingParameters(rows);
    };
  }

  private LogisticParameters logisticParameters() {
    LogisticParameters defaults = LogisticParameters.defaults();
    Parameters wish = parametersOrDefaults();
    return new LogisticParameters(
        Optional.ofNullable(wish.epochs()).orElse(defaults.epochs()),
        Optional.ofNullable(wish.learningRate()).orElse(defaults.learningRate()),
        Optional.ofNullable(wish.seed()).orElse(defaults.seed()));
  }

  private BoostingParameters boostingParameters(int rows) {
    BoostingParameters defaults = DefaultParameters.boosting(rows);
    Parameters wish = parametersOrDefaults();
    return new BoostingParameters(
        Optional.ofNullable(wish.rounds()).orElse(defaults.rounds()),
        Optional.ofNullable(wish.maxDepth()).orElse(defaults.maxDepth()),
        Optional.ofNullable(wish.learningRate()).orElse(defaults.learningRate()),
        Optional.ofNullable(wish.minChildWeight()).orElse(defaults.minChildWeight()),
        Optional.ofNullable(wish.rowFraction()).orElse(defaults.rowFraction()),
        Optional.ofNullable(wish.featureFraction()).orElse(defaults.featureFraction()),
        Optional.ofNullable(wish.l2()).orElse(defaults.l2()),
        Optional.ofNullable(wish.seed()).orElse(defaults.seed()));
  }

  ForestParameters forestParameters(int rows) {
    ForestParameters defaults = DefaultParameters.forRows(rows);
    Parameters wish = parametersOrDefaults();
    return new ForestParameters(
        Optional.ofNullable(wish.trees()).orElse(defaults.trees()),
        Optional.ofNullable(wish.maxDepth()).orElse(defaults.maxDepth()),
        Optional.ofNullable(wish.minLeafSize()).orElse(defaults.minLeafSize()),
        Optional.ofNullable(wish.featureFraction()).orElse(defaults.featureFraction()),
        Optional.ofNullable(wish.seed()).orElse(defaults.seed()),
        Optional.ofNullable(wish.missing()).or(defaults::missing));
  }

  /** How to grow it, beside its parameters. */
  GrowthOptions growthOptions() {
    Parameters wish = parametersOrDefaults();
    RowWeightsWish weights = wish.rowWeights();
    return new GrowthOptions(
        wish.splitting() == null ? Splitting.HISTOGRAM : wish.splitting(),
        weights == null ? null : weights.halfLifeDays(),
        weights == null ? null : weights.churned(),
        wish.timeBudgetSeconds());
  }
}
