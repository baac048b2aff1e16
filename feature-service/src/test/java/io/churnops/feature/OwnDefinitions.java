package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/** Definitions of each test's own in the running service. */
abstract class OwnDefinitions {

  static final String ORDERS =
      "{name: orders, event: order.placed, aggregate: count, windows: [7d, 30d]}";
  static final String EMAILS = "{name: emails, event: email.sent, aggregate: count}";

  final Store store;
  final Peers peers;

  /** In the names of this test's definitions, so that it finds no others. */
  final String mine = "t" + UUID.randomUUID().toString().substring(0, 8);

  OwnDefinitions(Store store, Peers peers) {
    this.store = store;
    this.peers = peers;
  }

  String view(String name, String owner, String tag, String features) {
    return """
    view: %s_%s
    entity: customer
    description: What they buy at %s
    owner: %s
    tags: [%s, %s]
    features: [%s]
    """
        .formatted(name, mine, mine, owner, tag, mine, features);
  }

  String register(String yaml) {
    HttpResponse<String> answer = store.postYaml("/v1/feature-views", yaml);
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
    return store.json(answer).path("fingerprint").stringValue();
  }

  String status(String fingerprint) {
    return store.json(store.get("/v1/feature-views/" + fingerprint)).path("status").stringValue();
  }

  void awaitStatus(String fingerprint, String status) {
    Awaitility.await(status)
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status(fingerprint).equals(status));
  }

  List<String> names(String path) {
    List<String> names = new ArrayList<>();
    store
        .json(store.get(path))
        .path("items")
        .forEach(view -> names.add(view.path("name").stringValue().replace("_" + mine, "")));
    return names;
  }

  static List<String> texts(JsonNode list) {
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  static Map<String, String> file(String name, String text) {
    return Map.of("file", name, "text", text);
  }

  void assertProblem(HttpResponse<String> answer, int status, String slug) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(store.json(answer).path("type").stringValue())
        .isEqualTo("https://churnops.io/problems/" + slug);
  }
}
