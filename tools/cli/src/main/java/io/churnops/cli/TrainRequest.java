package io.churnops.cli;

import io.churnops.cli.suite.SuiteException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What to train, as options say it and training-service takes it. */
final class TrainRequest {

  @Parameters(paramLabel = "DATASET", description = "Id of the training set.")
  private String dataset = "";

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "churn",
      description = "The model that gets a version (default: ${DEFAULT-VALUE}).")
  private String model = "";

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "One of the labels of the training set (default: its first).")
  private @Nullable String label;

  @Option(
      names = "--threshold-rule",
      paramLabel = "RULE",
      description =
          "How the decision threshold is chosen: f1 (the default), precision=P for the most churners"
              + " found at that precision, or profit with --costs.")
  private @Nullable String thresholdRule;

  @Option(
      names = "--costs",
      paramLabel = "NAME=VALUE",
      split = ",",
      description =
          "What a campaign costs: contactCost=1,incentiveCost=10,acceptanceRate=0.3,customerValue=200.")
  private Map<String, Double> costs = new LinkedHashMap<>();

  @Option(
      names = "--promote",
      paramLabel = "WHEN",
      defaultValue = "never",
      description =
          "When the version becomes the champion: never, if_better or always (default:"
              + " ${DEFAULT-VALUE}).")
  private String promote = "";

  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the model, such as trees=300 or maxDepth=9.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description = "forest (the default), logistic-regression or xgboost.")
  private @Nullable String algorithm;

  @Option(
      names = "--compare",
      paramLabel = "NAME",
      split = ",",
      description =
          "Train several on the same rows, as forest,xgboost; the best is published,"
              + " or the one that --algorithm names.")
  private List<String> compare = List.of();

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A word to find the run by.")
  private Map<String, String> tags = new LinkedHashMap<>();

  @Option(
      names = "--half-life",
      paramLabel = "DAYS",
      description = "A row counts half when its cutoff is so many days before the newest.")
  private @Nullable Double halfLife;

  @Option(
      names = "--churned-weight",
      paramLabel = "TIMES",
      description = "A customer who churned counts as much as so many who stayed.")
  private @Nullable Double churnedWeight;

  @Option(
      names = "--splitting",
      paramLabel = "HOW",
      description = "How a forest cuts columns: histogram (the default) or exact.")
  private @Nullable String splitting;

  @Option(
      names = "--test-cutoffs",
      paramLabel = "COUNT",
      description = "How many of the newest cutoffs test the model (default: 1).")
  private @Nullable Integer testCutoffs;

  @Option(
      names = "--validation-cutoffs",
      paramLabel = "COUNT",
      description = "How many before those choose its threshold (default: 1).")
  private @Nullable Integer validationCutoffs;

  @Option(
      names = "--segments",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns by whose values the model is judged apart.")
  private List<String> segments = List.of();

  Map<String, Object> toBody() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    body.put("datasetId", dataset);
    body.put("promote", promote);
    putIfGiven(body, "label", label);
    putIfGiven(body, "algorithm", algorithm);
    if (!compare.isEmpty()) {
      body.put("compare", compare);
    }
    putUnlessEmpty(body, "threshold", threshold());
    putUnlessEmpty(body, "parameters", parameters());
    Map<String, Object> split = new LinkedHashMap<>();
    putIfGiven(split, "testCutoffs", testCutoffs);
    putIfGiven(split, "validationCutoffs", validationCutoffs);
    putUnlessEmpty(body, "split", split);
    if (!segments.isEmpty()) {
      body.put("segments", segments);
    }
    if (!tags.isEmpty()) {
      body.put("tags", tags);
    }
    return body;
  }

  private Map<String, Object> parameters() {
    Map<String, Object> typed = new LinkedHashMap<>();
    parameters.forEach((name, value) -> typed.put(name, typed(value)));
    putIfGiven(typed, "splitting", splitting);
    Map<String, Object> weights = new LinkedHashMap<>();
    putIfGiven(weights, "halfLifeDays", halfLife);
    putIfGiven(weights, "churned", churnedWeight);
    putUnlessEmpty(typed, "rowWeights", weights);
    return typed;
  }

  /** Adds to a part of the body; the service says whether its members go together. */
  static void put(Map<String, Object> body, String part, Map<String, Object> members) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (body.get(part) instanceof Map<?, ?> before) {
      before.forEach((name, value) -> all.put(String.valueOf(name), value));
    }
    all.putAll(members);
    body.put(part, all);
  }

  private static void putIfGiven(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static void putUnlessEmpty(
      Map<String, Object> map, String name, Map<String, Object> value) {
    if (!value.isEmpty()) {
      map.put(name, value);
    }
  }

  private Map<String, Object> threshold() {
    String rule = thresholdRule == null ? "f1" : thresholdRule;
    if (rule.equals("profit")) {
      if (costs.isEmpty()) {
        throw new SuiteException("The rule profit needs --costs.");
      }
      return Map.of("costs", costs);
    }
    if (!costs.isEmpty()) {
      throw new SuiteException("--costs belongs to --threshold-rule profit.");
    }
    if (rule.startsWith("precision=")) {
      return Map.of("precision", typed(rule.substring("precision=".length())));
    }
    if (!rule.equals("f1")) {
      throw new SuiteException(
          "The rule %s is none of f1, precision=P and profit.".formatted(rule));
    }
    return Map.of();
  }

  /** A whole number, another number, or a word; the service says whether it takes it. */
  private static Object typed(String value) {
    if (value.matches("-?[0-9]{1,18}")) {
      return Long.valueOf(value);
    }
    return value.matches("-?[0-9]*\\.?[0-9]+([eE]-?[0-9]+)?") ? Double.valueOf(value) : value;
  }
}
