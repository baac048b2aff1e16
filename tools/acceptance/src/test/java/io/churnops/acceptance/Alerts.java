package io.churnops.acceptance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The alerts and dashboards of the checkout. */
final class Alerts {

  private Alerts() {}

  /** The alerting rules of all groups. */
  static List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    Repository.yaml("observability/prometheus/churnops-rules.yml")
        .path("groups")
        .forEach(group -> group.path("rules").forEach(rules::add));
    return rules;
  }

  /** Every expression that is evaluated, by where it stands. */
  static Map<String, String> expressions() {
    Map<String, String> expressions = new LinkedHashMap<>();
    rules()
        .forEach(
            rule -> expressions.put(rule.path("alert").asString(), rule.path("expr").asString()));
    for (String dashboard : List.of("churnops-loop", "churnops-features")) {
      JsonNode panels =
          JsonMapper.shared()
              .readTree(Repository.text("observability/grafana/dashboards/" + dashboard + ".json"))
              .path("panels");
      for (JsonNode panel : panels) {
        for (JsonNode target : panel.path("targets")) {
          expressions.put(
              "%s, %s %s"
                  .formatted(
                      dashboard, panel.path("title").asString(), target.path("refId").asString()),
              target.path("expr").asString());
        }
      }
    }
    return expressions;
  }
}
