package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.RuleBreach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rules of one type, ready to be followed. */
final class CompiledRules {

  private final Map<String, Expectation.OfEvent> ofEvent;
  private final Map<String, Expectation.OfArrivals> ofArrivals;

  CompiledRules(
      Map<String, Expectation.OfEvent> ofEvent, Map<String, Expectation.OfArrivals> ofArrivals) {
    this.ofEvent = ofEvent;
    this.ofArrivals = ofArrivals;
  }

  List<RuleBreach> breaches(JsonNode data) {
    List<RuleBreach> breaches = new ArrayList<>(0);
    ofEvent.forEach((name, rule) -> {
      if (isBroken(rule, data)) {
        breaches.add(new RuleBreach(name, rule.action(), rule.broken()));
      }
    });
    return breaches;
  }

  /** Every value is looked at, as the usual ones are learnt on the way. */
  private static boolean isBroken(Expectation.OfEvent rule, JsonNode data) {
    boolean[] broken = {false};
    rule.field().forEach(data, value -> broken[0] |= !rule.satisfiedBy(value));
    return broken[0];
  }

  Map<String, Expectation.OfEvent> ofEvent() {
    return ofEvent;
  }

  Map<String, Expectation.OfArrivals> ofArrivals() {
    return ofArrivals;
  }
}
