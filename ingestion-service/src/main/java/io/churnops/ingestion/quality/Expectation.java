package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.RuleAction;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a rule expects: of each event, or of all that arrive. */
sealed interface Expectation {

  /** Something each event must satisfy. */
  sealed interface OfEvent extends Expectation {

    FieldPath field();

    RuleAction action();

    /** Whether one value of the field is as expected; absent ones concern {@link Required} only. */
    boolean satisfiedBy(JsonNode value);

    /** The same without taking the value in, where values teach what is usual. */
    default boolean wouldBeSatisfiedBy(JsonNode value) {
      return satisfiedBy(value);
    }

    /** What is broken, for a person and without the value. */
    String broken();
  }

  /** The field is there and not null. */
  record Required(FieldPath field, RuleAction action) implements OfEvent {

    @Override
    public boolean satisfiedBy(JsonNode value) {
      return !value.isMissingNode() && !value.isNull();
    }

    @Override
    public String broken() {
      return "/data/" + field + " is missing";
    }
  }

  /** Numbers within bounds; what is no number is not within them. */
  record Range(
      FieldPath field, RuleAction action, @Nullable BigDecimal min, @Nullable BigDecimal max)
      implements OfEvent {

    @Override
    public boolean satisfiedBy(JsonNode value) {
      if (value.isMissingNode() || value.isNull()) {
        return true;
      }
      if (!value.isNumber()) {
        return false;
      }
      BigDecimal number = value.decimalValue();
      return (min == null || number.compareTo(min) >= 0)
          && (max == null || number.compareTo(max) <= 0);
    }

    @Override
    public String broken() {
      return "/data/"
          + field
          + " is not a number "
          + (min == null ? "up to " + max : max == null ? "from " + min : min + " to " + max);
    }
  }

  /** One of some values; numbers are compared by what they say, not by how they are written. */
  record Allowed(FieldPath field, RuleAction action, Set<Object> values) implements OfEvent {

    static Object comparable(JsonNode value) {
      return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
    }

    static Set<Object> comparable(List<JsonNode> values) {
      return values.stream().map(Allowed::comparable).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean satisfiedBy(JsonNode value) {
      return value.isMissingNode() || value.isNull() || values.contains(comparable(value));
    }

    @Override
    public String broken() {
      return "/data/" + field + " is none of the allowed values";
    }
  }

  /** A number not far from the usual ones. */
  record Usual(FieldPath field, RuleAction action, double threshold, UsualValues usual)
      implements OfEvent {

    @Override
    public boolean satisfiedBy(JsonNode value) {
      return !value.isNumber() || Math.abs(usual.score(value.doubleValue())) <= threshold;
    }

    @Override
    public boolean wouldBeSatisfiedBy(JsonNode value) {
      return !value.isNumber() || Math.abs(usual.scoreOf(value.doubleValue())) <= threshold;
    }

    @Override
    public String broken() {
      return "/data/" + field + " is an outlier: robust z-score beyond " + threshold;
    }
  }

  /** Something that all events of the type together must satisfy. */
  sealed interface OfArrivals extends Expectation {}

  /** The last event arrived no longer ago than this. */
  record Fresh(Duration within) implements OfArrivals {}

  /** In each whole period so many events arrived. */
  record Volume(Duration per, @Nullable Long min, @Nullable Long max) implements OfArrivals {}
}
