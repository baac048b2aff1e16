package io.churnops.monitoring.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model version was trained on, as bins and counts: {@code baseline.v1} of the event
 * contract.
 */
public record Baseline(List<BinnedFeature> features, BinnedFeature score) {

  private static final JsonMapper JSON = JsonMapper.shared();

  public Baseline {
    features = List.copyOf(features);
    long names = features.stream().map(BinnedFeature::name).distinct().count();
    if (names != features.size()
        || features.stream().anyMatch(feature -> feature.name().equals(BinnedFeature.SCORE))) {
      throw new IllegalArgumentException("A baseline names a feature twice, or one like the score");
    }
  }

  /**
   * Reads the JSON of the registry.
   *
   * @throws IllegalArgumentException if it is not a baseline
   */
  public static Baseline parse(String json) {
    try {
      JsonNode baseline = JSON.readTree(json);
      List<BinnedFeature> features = new ArrayList<>();
      baseline.required("features").forEach(feature -> features.add(feature(feature)));
      return new Baseline(features, number(BinnedFeature.SCORE, baseline.required("score"), 0));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("Not a baseline: " + e.getOriginalMessage(), e);
    }
  }

  /** Every feature and the score. */
  public List<BinnedFeature> all() {
    List<BinnedFeature> all = new ArrayList<>(features);
    all.add(score);
    return all;
  }

  private static BinnedFeature feature(JsonNode feature) {
    String name = feature.required("name").stringValue();
    long missing = feature.required("missing").longValue();
    return switch (feature.required("type").stringValue()) {
      case "NUMBER" -> number(name, feature, missing);
      case "CATEGORY" -> category(name, feature, missing);
      case String other ->
          throw new IllegalArgumentException("A baseline feature of type '" + other + "'");
    };
  }

  private static BinnedFeature number(String name, JsonNode feature, long missing) {
    double[] edges = edges(feature.required("edges"));
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < edges.length; i++) {
      labels.add((i == 0 ? "" : "> " + edges[i - 1] + ", ") + "≤ " + edges[i]);
    }
    labels.add(edges.length == 0 ? "any" : "> " + edges[edges.length - 1]);
    labels.add("(missing)");
    List<Long> counts = new ArrayList<>();
    feature.required("counts").forEach(count -> counts.add(count.longValue()));
    counts.add(missing);
    int missingBin = labels.size() - 1;
    return new BinnedFeature(
        name,
        BinnedFeature.Type.NUMBER,
        labels,
        counts,
        moments(feature.path("moments")),
        value -> value.isNumber() ? edgesBelow(edges, value.doubleValue()) : missingBin);
  }

  private static List<List<Long>> moments(JsonNode array) {
    return array
        .valueStream()
        .map(moment -> moment.valueStream().map(JsonNode::longValue).toList())
        .toList();
  }

  private static double[] edges(JsonNode array) {
    double[] edges = new double[array.size()];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = unsigned(array.get(i).doubleValue());
      if (i > 0 && edges[i] <= edges[i - 1]) {
        throw new IllegalArgumentException("The edges of a baseline do not ascend: " + array);
      }
    }
    return edges;
  }

  /** Bins are closed on the right: the bin of x is the number of edges below x. */
  private static int edgesBelow(double[] edges, double x) {
    int found = Arrays.binarySearch(edges, unsigned(x));
    return found >= 0 ? found : -found - 1;
  }

  /** Without the sign of a zero, which a binary search would heed. */
  private static double unsigned(double x) {
    return x + 0.0;
  }

  private static BinnedFeature category(String name, JsonNode feature, long missing) {
    List<String> labels = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    Map<String, Integer> bins = new HashMap<>();
    long unlisted = feature.required("rows").longValue() - missing;
    for (JsonNode category : feature.required("categories")) {
      String value = category.required("value").stringValue();
      long count = category.required("count").longValue();
      bins.put(value, labels.size());
      labels.add(value);
      counts.add(count);
      unlisted -= count;
    }
    labels.add("(not listed)");
    counts.add(unlisted);
    labels.add("(missing)");
    counts.add(missing);
    int missingBin = labels.size() - 1;
    return new BinnedFeature(
        name,
        BinnedFeature.Type.CATEGORY,
        labels,
        counts,
        List.of(),
        value ->
            value.isString() ? bins.getOrDefault(value.stringValue(), missingBin - 1) : missingBin);
  }
}
