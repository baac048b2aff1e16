package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.RuleBreach;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
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
    return breaches(data, Expectation.OfEvent::satisfiedBy);
  }

  /** What an event would break that is only looked at. */
  List<RuleBreach> breachesWithoutTrace(JsonNode data) {
    return breaches(data, Expectation.OfEvent::wouldBeSatisfiedBy);
  }

  private List<RuleBreach> breaches(
      JsonNode data, BiPredicate<Expectation.OfEvent, JsonNode> satisfied) {
    List<RuleBreach> breaches = new ArrayList<>(0);
    ofEvent.forEach((name, rule) -> {
      if (isBroken(rule, data, satisfied)) {
        breaches.add(new RuleBreach(name, rule.action(), rule.broken()));
      }
    });
    return breaches;
  }

  /** Every value is looked at, as the usual ones are learnt on the way. */
  private static boolean isBroken(
      Expectation.OfEvent rule,
      JsonNode data,
      BiPredicate<Expectation.OfEvent, JsonNode> satisfied) {
    boolean[] broken = {false};
    rule.field().forEach(data, value -> broken[0] |= !satisfied.test(rule, value));
    return broken[0];
  }

  Map<String, Expectation.OfEvent> ofEvent() {
    return ofEvent;
  }

  Map<String, Expectation.OfArrivals> ofArrivals() {
    return ofArrivals;
  }
}
