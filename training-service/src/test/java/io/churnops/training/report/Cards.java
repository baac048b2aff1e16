package io.churnops.training.report;

import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.InputType;
import io.churnops.forest.Splitting;
import io.churnops.forest.artefact.RiskBands;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.CampaignCosts;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.Interval;
import io.churnops.forest.evaluation.ProfitReport;
import io.churnops.forest.evaluation.ThresholdRule;
import io.churnops.training.card.ForestSummary;
import io.churnops.training.card.ModelCard;
import io.churnops.training.card.RowWeighting;
import io.churnops.training.card.ThresholdChoice;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AlgorithmComparison;
import io.churnops.training.evaluation.BaselineComparison;
import io.churnops.training.evaluation.ColumnImportance;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.PartialDependence;
import io.churnops.training.evaluation.SegmentMetrics;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Model cards whose names and comparisons a test chooses. */
final class Cards {

  private static final int ROWS = 1_000;
  private static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
  private static final CampaignCosts COSTS = new CampaignCosts(1, 10, 0.3, 200);
  private static final JsonMapper JSON = JsonMapper.shared();

  private Cards() {}

  static BaselineComparison comparison(String baseline, double low, double high) {
    return new BaselineComparison(
        baseline, List.of("orders"), 0.7, (low + high) / 2, low, high, low > 0);
  }

  static ReportFacts facts(ModelCard card) {
    return new ReportFacts(card, "digest", List.of("champion"), CUTOFF, null, null);
  }

  /** A card of a model that is worth having. */
  static ModelCard card() {
    return card("churn", List.of("orders", "country"), comparison("order_count", 0.02, 0.08));
  }

  static ModelCard card(String name, List<String> columns, BaselineComparison... comparisons) {
    var random = new SplittableRandom(7);
    double[] scores = random.doubles(ROWS).toArray();
    boolean[] churned = new boolean[ROWS];
    IntStream.range(0, ROWS).forEach(i -> churned[i] = random.nextDouble() < scores[i]);
    int[] customers = IntStream.range(0, ROWS).toArray();
    Evaluation evaluation =
        Evaluation.of(scores, churned, 0.5, Bootstrap.of(churned, customers, 7));
    ObjectNode card = JSON.createObjectNode();
    card.put("modelName", name).put("version", 3).put("runId", "run-1").put("threshold", 0.5);
    card.put("createdAt", CUTOFF.toString()).put("algorithm", "Random forest");
    card.set("parameters", JSON.valueToTree(ForestParameters.defaults()));
    card.set(
        "data",
        JSON.valueToTree(new ModelCard.Data("dataset-1", "sha", "as_known", 4 * ROWS, ROWS, 9, 4)));
    ObjectNode definition = JSON.createObjectNode().put("label", name);
    card.set("label", JSON.valueToTree(new ModelCard.Label(name, "label-1", "30d", definition)));
    card.set("view", JSON.valueToTree(new ModelCard.View(name, "view-1", columns.size())));
    card.set("split", split());
    card.set("riskBands", JSON.valueToTree(RiskBands.around(0.5)));
    card.set("metrics", JSON.valueToTree(evaluation.metrics()));
    card.set("evaluation", JSON.valueToTree(evaluation));
    card.set("baselines", list(columns, column -> new ColumnStrength(column, 0.6)));
    card.putArray("leakSuspects");
    card.set(
        "importances",
        list(columns, column -> new ColumnImportance(column, 0.05, new Interval(0.01, 0.09))));
    card.set("comparisons", JSON.valueToTree(comparisons));
    ForestParameters forest = ForestParameters.defaults();
    card.set(
        "algorithms",
        JSON.valueToTree(
            List.of(
                new AlgorithmComparison(forest, 0.8, 0.8, 0, 0, 0, true),
                new AlgorithmComparison(forest.withTrees(9), 0.7, 0.7, 0.1, 0.05, 0.15, false))));
    card.set(
        "segments",
        JSON.valueToTree(
            SegmentMetrics.of(columns.getFirst(), segments(name), scores, churned, 0.5)));
    card.set(
        "thresholdChoice",
        JSON.valueToTree(
            ThresholdChoice.of(new ThresholdRule.BestProfit(COSTS), evaluation.decisions())));
    card.set("profit", JSON.valueToTree(ProfitReport.of(COSTS, scores, churned, 0.5)));
    card.set("environment", JSON.createObjectNode().put("java", name));
    card.putArray("limits").add("It was made in a test of " + name);
    card.set("partialDependence", list(columns, Cards::dependence));
    return JSON.treeToValue(card, ModelCard.class);
  }

  private static ObjectNode split() {
    JsonNode part = JSON.valueToTree(new SplitReport.Part(List.of(CUTOFF), ROWS, ROWS / 2));
    ObjectNode split = JSON.createObjectNode().put("method", "BY_TIME").put("horizon", "30d");
    for (String name : List.of("training", "validation", "past", "test")) {
      split.set(name, part);
    }
    split.putArray("unused");
    return split.put("immature", 0);
  }

  private static PartialDependence dependence(String column) {
    boolean number = column.equals("orders");
    return new PartialDependence(
        column,
        number ? InputType.NUMBER : InputType.CATEGORY,
        List.of(
            new PartialDependence.Point(number ? 1.0 : null, number ? null : column, false, 9, 0.6),
            new PartialDependence.Point(number ? 8.0 : null, null, false, 9, 0.2),
            new PartialDependence.Point(null, null, true, 9, 0.4)));
  }

  private static <T> JsonNode list(List<String> columns, Function<String, T> made) {
    return JSON.valueToTree(columns.stream().map(made).toList());
  }

  private static List<String> segments(String name) {
    return IntStream.range(0, ROWS).mapToObj(row -> row % 2 == 0 ? name : "other").toList();
  }

  /** Of a run that published the algorithm it was asked for, though the other did better. */
  static ModelCard named() {
    ObjectNode card = JSON.valueToTree(card());
    ForestParameters forest = ForestParameters.defaults();
    card.set(
        "algorithms",
        JSON.valueToTree(
            List.of(
                new AlgorithmComparison(forest.withTrees(9), 0.8, 0.8, -0.1, -0.15, -0.05, false),
                new AlgorithmComparison(forest, 0.7, 0.7, 0, 0, 0, true))));
    return JSON.treeToValue(card, ModelCard.class);
  }

  /** Of rounds of boosting over rows that did not count the same. */
  static ModelCard boostedOverWeights() {
    ObjectNode card = JSON.valueToTree(card());
    card.set("parameters", JSON.valueToTree(BoostingParameters.defaults()));
    card.set("rowWeights", JSON.valueToTree(new RowWeighting(90.0, 2.0)));
    return JSON.treeToValue(card, ModelCard.class);
  }

  /** Of a forest whose time ended, and whose weights were told with it alone. */
  static ModelCard outOfTime() {
    ObjectNode card = JSON.valueToTree(card());
    card.set(
        "forest",
        JSON.valueToTree(new ForestSummary(9, 200, 99, 999, 1, Splitting.EXACT, 90.0, null, null)));
    return JSON.treeToValue(card, ModelCard.class);
  }

  /** Of a model that was tested in folds. */
  static ModelCard inFolds() {
    ObjectNode card = JSON.valueToTree(card());
    ((ObjectNode) card.get("split")).put("method", "K_FOLD");
    return JSON.treeToValue(card, ModelCard.class);
  }

  /** The card as it was before there were curves, comparisons, segments and profits. */
  static ModelCard old() {
    ObjectNode card = JSON.valueToTree(card());
    ((ObjectNode) card.get("evaluation")).remove(List.of("curves", "intervals"));
    ((ObjectNode) card.get("importances").get(0)).remove("interval");
    card.remove(
        List.of("comparisons", "segments", "thresholdChoice", "profit", "partialDependence"));
    return JSON.treeToValue(card, ModelCard.class);
  }
}
