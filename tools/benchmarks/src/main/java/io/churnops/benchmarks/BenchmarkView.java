package io.churnops.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The feature view of the measurements: 40 columns over what {@link ShopEvents} makes. */
final class BenchmarkView {

  static final String NAME = "benchmark";
  static final JsonMapper JSON = JsonMapper.builder().build();

  private BenchmarkView() {}

  /** Registers the view, or finds it registered. Returns its fingerprint. */
  static String register(RunningSuite suite) throws IOException {
    return register(suite, NAME);
  }

  /** Registers the same features under another name. */
  static String register(RunningSuite suite, String name) throws IOException {
    try (InputStream yaml = BenchmarkView.class.getResourceAsStream("benchmark-view.yaml")) {
      String text =
          new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8)
              .replace("view: " + NAME, "view: " + name);
      String answer =
          suite.posted(
              RunningSuite.FEATURE,
              "/v1/feature-views",
              "application/yaml",
              text.getBytes(StandardCharsets.UTF_8));
      return JSON.readTree(answer).path("fingerprint").asString();
    }
  }

  /** The request for one customer's features. */
  static byte[] request(String view, String customer) {
    return "{\"view\":\"%s\",\"customers\":[\"%s\"]}"
        .formatted(view, customer)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A column of the only customer of an answer; 0 when it has no value. */
  static long count(JsonNode answer, String column) {
    int i = 0;
    for (JsonNode name : answer.path("columns")) {
      if (name.asString().equals(column)) {
        return answer.path("customers").path(0).path("values").path(i).asLong(0);
      }
      i++;
    }
    throw new IllegalArgumentException("No column " + column);
  }
}
