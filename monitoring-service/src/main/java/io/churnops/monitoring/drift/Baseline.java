package io.churnops.monitoring.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  }

  /**
   * Reads the JSON of the registry.
   *
   * @throws IllegalArgumentException if it is not a baseline
   */
  public static Baseline parse(String json) {
    JsonNode baseline = JSON.readTree(json);
    List<BinnedFeature> features = new ArrayList<>();
    for (JsonNode feature : baseline.path("features")) {
      features.add(
          switch (feature.path("type").asString()) {
            case "NUMBER" -> number(feature.path("name").asString(), feature);
            case "CATEGORY" -> category(feature);
            case String other ->
                throw new IllegalArgumentException("A baseline feature of type '" + other + "'");
          });
    }
    return new Baseline(features, number(BinnedFeature.SCORE, baseline.path("score")));
  }

  /** Every feature and the score. */
  public List<BinnedFeature> all() {
    List<BinnedFeature> all = new ArrayList<>(features);
    all.add(score);
    return all;
  }

  /** The feature of that name, or the score. */
  Optional<BinnedFeature> find(String name) {
    return all().stream().filter(feature -> feature.name().equals(name)).findFirst();
  }

  private static BinnedFeature number(String name, JsonNode feature) {
    double[] edges = new double[feature.path("edges").size()];
    List<Long> counts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < edges.length; i++) {
      edges[i] = feature.path("edges").get(i).asDouble();
      labels.add((i == 0 ? "" : "> " + edges[i - 1] + ", ") + "≤ " + edges[i]);
    }
    labels.add(edges.length == 0 ? "any" : "> " + edges[edges.length - 1]);
    feature.path("counts").forEach(count -> counts.add(count.asLong()));
    labels.add("missing");
    counts.add(feature.path("missing").asLong(0));
    int missing = edges.length + 1;
    return new BinnedFeature(
        name,
        BinnedFeature.Type.NUMBER,
        labels,
        counts,
        value -> value.isNumber() ? edgesBelow(edges, value.asDouble()) : missing);
  }

  /** Bins are closed on the right: the bin of x is the number of edges below x. */
  private static int edgesBelow(double[] edges, double x) {
    int found = Arrays.binarySearch(edges, x);
    return found >= 0 ? found : -found - 1;
  }

  private static BinnedFeature category(JsonNode feature) {
    List<String> labels = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    Map<String, Integer> bins = new HashMap<>();
    long unlisted = feature.path("rows").asLong() - feature.path("missing").asLong();
    for (JsonNode category : feature.path("categories")) {
      bins.put(category.path("value").asString(), labels.size());
      labels.add(category.path("value").asString());
      counts.add(category.path("count").asLong());
      unlisted -= category.path("count").asLong();
    }
    labels.add("(not listed)");
    counts.add(unlisted);
    labels.add("(missing)");
    counts.add(feature.path("missing").asLong());
    int missing = labels.size() - 1;
    return new BinnedFeature(
        feature.path("name").asString(),
        BinnedFeature.Type.CATEGORY,
        labels,
        counts,
        value -> value.isString() ? bins.getOrDefault(value.asString(), missing - 1) : missing);
  }
}
