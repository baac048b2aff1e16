package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.FeatureViewDefinition;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compares what the store says with a plain fold, to the bit. */
final class Equality {

  private final StoreClient store;
  private final String viewName;
  private final CompiledView view;

  /** Registers the shop's view under a name. */
  Equality(StoreClient store, String viewName) {
    this(store, viewName, Shop.VIEW.formatted(viewName));
  }

  /** Registers a view of a name. */
  Equality(StoreClient store, String viewName, String yaml) {
    this.store = store;
    this.viewName = viewName;
    this.view = CompiledView.compile(FeatureViewDefinition.parse(yaml));
    HttpResponse<String> answer = store.postYaml("/v1/feature-views", yaml);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    assertThat(store.json(answer).path("fingerprint").stringValue())
        .isEqualTo(view.definition().fingerprint());
  }

  CompiledView view() {
    return view;
  }

  /** The answers, each equal to the truth at the moment of the answer. */
  Map<String, JsonNode> assertOnline(
      Shop shop, List<CustomerEvent> events, @Nullable Instant asOf) {
    StoreClient.Features features = store.features(viewName, shop.customers(), asOf);
    Map<String, FeatureVector> truth = Shop.truth(view, events, features.evaluatedAt());
    Map<String, FeatureVector> answered = new HashMap<>();
    features
        .customers()
        .forEach((customer, answer) -> {
          if (answer.path("status").stringValue().equals("PRESENT")) {
            answered.put(customer, Shop.vector(view, answer));
          }
        });
    assertThat(answered).isEqualTo(truth);
    return features.customers();
  }

  /** The rows of a training set of all of a shop's customers, each equal to the truth. */
  JsonNode assertRows(Shop shop, List<CustomerEvent> events, List<Instant> cutoffs) {
    JsonNode dataset = dataset(cutoffs);
    Map<Instant, Map<String, FeatureVector>> rows = rows(dataset, Set.copyOf(shop.customers()));
    assertThat(rows).hasSameSizeAs(cutoffs);
    rows.forEach((cutoff, vectors) -> {
      Map<String, FeatureVector> truth = Shop.truth(view, events, cutoff);
      assertThat(vectors).isNotEmpty();
      vectors.forEach(
          (customer, vector) -> assertThat(vector).as(customer).isEqualTo(truth.get(customer)));
    });
    return dataset;
  }

  /** The rows of a training set of all of a shop's customers, by cutoff and customer. */
  Map<Instant, Map<String, FeatureVector>> rowsOf(Shop shop, List<Instant> cutoffs) {
    return rows(dataset(cutoffs), Set.copyOf(shop.customers()));
  }

  /** Per customer of a shop who has a row at a moment, the label in it. */
  Map<String, String> labelsAt(Shop shop, Instant cutoff) {
    Map<String, String> labels = new HashMap<>();
    for (List<String> line : lines(dataset(List.of(cutoff)))) {
      if (shop.customers().contains(line.get(0))) {
        labels.put(line.get(0), line.get(2));
      }
    }
    return labels;
  }

  private JsonNode dataset(List<Instant> cutoffs) {
    String label = viewName + "_label";
    assertThat(store.postYaml("/v1/labels", Shop.LABEL.formatted(label)).statusCode())
        .isIn(200, 201);
    JsonNode dataset =
        build(Map.of("view", viewName, "label", label, "cutoffs", Map.of("at", cutoffs)));
    assertThat(dataset.path("status").stringValue()).as("%s", dataset).isEqualTo("COMPLETE");
    return dataset;
  }

  /** Requests a training set and waits until it is no longer running. */
  JsonNode build(Map<String, ?> request) {
    HttpResponse<String> accepted = store.post("/v1/training-datasets", request);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    return await(accepted.headers().firstValue("Location").orElseThrow());
  }

  /** Waits until a training set is no longer running. */
  JsonNode await(String location) {
    return Awaitility.await(location)
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> store.json(store.get(location)),
            dataset -> !dataset.path("status").stringValue().equals("RUNNING"));
  }

  private Map<Instant, Map<String, FeatureVector>> rows(JsonNode dataset, Set<String> customers) {
    Map<Instant, Map<String, FeatureVector>> rows = new HashMap<>();
    for (List<String> line : lines(dataset)) {
      if (customers.contains(line.get(0))) {
        rows.computeIfAbsent(Instant.parse(line.get(1)), _ -> new HashMap<>())
            .put(line.get(0), vector(line.subList(3, line.size())));
      }
    }
    return rows;
  }

  private List<List<String>> lines(JsonNode dataset) {
    byte[] csv =
        store
            .bytes(
                "/v1/training-datasets/" + dataset.path("datasetId").stringValue() + "/rows",
                Map.of())
            .body();
    List<List<String>> lines = parse(new String(csv, StandardCharsets.UTF_8));
    return lines.subList(1, lines.size());
  }

  private FeatureVector vector(List<String> fields) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      values.add(
          fields.get(i).isEmpty()
              ? null
              : view.columns().get(i).type() == ColumnType.NUMBER
                  ? Double.valueOf(fields.get(i))
                  : fields.get(i));
    }
    return FeatureVector.of(view.columns(), values);
  }

  /** CSV as RFC 4180 has it. */
  static List<List<String>> parse(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (c == '"') {
        if (quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          field.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (!quoted && (c == ',' || c == '\n')) {
        line.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else {
        field.append(c);
      }
    }
    return lines;
  }
}
