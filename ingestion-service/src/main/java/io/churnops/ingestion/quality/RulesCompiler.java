package io.churnops.ingestion.quality;

import io.churnops.ingestion.event.RuleAction;
import io.churnops.ingestion.quality.RulesDocument.OutlierSpec;
import io.churnops.ingestion.quality.RulesDocument.RangeSpec;
import io.churnops.ingestion.quality.RulesDocument.RuleSpec;
import io.churnops.ingestion.quality.RulesDocument.VolumeSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks the rules of a type and makes them ready; tells everything that is wrong with them. */
final class RulesCompiler {

  static final int MAX_RULES = 50;
  private static final int MAX_VALUES = 1_000;
  private static final int MAX_DIGITS = 300;
  private static final int DEFAULT_SAMPLES = 100;
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,59}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([mhd])");

  private final List<String> errors = new ArrayList<>();

  private RulesCompiler() {}

  /**
   * Makes rules ready.
   *
   * @throws QualityProblem if they cannot be followed
   */
  static CompiledRules compile(RulesDocument document) {
    RulesCompiler compiler = new RulesCompiler();
    CompiledRules rules = compiler.rules(document.rules());
    if (!compiler.errors.isEmpty()) {
      throw QualityProblem.invalid(compiler.errors.stream().limit(20).toList());
    }
    return rules;
  }

  private CompiledRules rules(@Nullable List<RuleSpec> specs) {
    Map<String, Expectation.OfEvent> ofEvent = new LinkedHashMap<>();
    Map<String, Expectation.OfArrivals> ofArrivals = new LinkedHashMap<>();
    if (specs == null || specs.size() > MAX_RULES) {
      errors.add("rules: must be a list of at most " + MAX_RULES);
      return new CompiledRules(ofEvent, ofArrivals);
    }
    for (RuleSpec spec : specs) {
      if (spec.name() == null || !NAME.matcher(spec.name()).matches()) {
        errors.add("rules: each has a name of lower-case letters, digits, _ and -, at most 60");
        continue;
      }
      if (ofEvent.containsKey(spec.name()) || ofArrivals.containsKey(spec.name())) {
        errors.add(spec.name() + ": two rules have this name");
      }
      expectation(spec)
          .ifPresent(expectation -> {
            switch (expectation) {
              case Expectation.OfEvent each -> ofEvent.put(spec.name(), each);
              case Expectation.OfArrivals all -> ofArrivals.put(spec.name(), all);
            }
          });
    }
    return new CompiledRules(ofEvent, ofArrivals);
  }

  private Optional<Expectation> expectation(RuleSpec spec) {
    long kinds =
        Stream.of(
                spec.required(),
                spec.range(),
                spec.allowed(),
                spec.outlier(),
                spec.freshness(),
                spec.volume())
            .filter(Objects::nonNull)
            .count();
    if (kinds != 1) {
      return wrong(spec, "needs one of required, range, allowed, outlier, freshness and volume");
    }
    return spec.freshness() != null || spec.volume() != null ? ofArrivals(spec) : ofEvent(spec);
  }

  private Optional<Expectation> ofArrivals(RuleSpec spec) {
    if (spec.field() != null || spec.action() != null && spec.action() != RuleAction.WARN) {
      return wrong(spec, "freshness and volume have no field, and can only warn");
    }
    if (spec.freshness() != null) {
      return duration(spec, spec.freshness().within()).map(Expectation.Fresh::new);
    }
    VolumeSpec volume = Objects.requireNonNull(spec.volume());
    if (volume.min() == null && volume.max() == null
        || volume.min() != null && volume.min() < 0
        || volume.min() != null && volume.max() != null && volume.min() > volume.max()) {
      return wrong(spec, "volume needs min, max or both, from 0 and not crossed");
    }
    return duration(spec, volume.per())
        .map(per -> new Expectation.Volume(per, volume.min(), volume.max()));
  }

  private Optional<Expectation> ofEvent(RuleSpec spec) {
    if (spec.field() == null || !FieldPath.isPath(spec.field())) {
      return wrong(spec, "field must be a path such as amountMinor or items[].quantity");
    }
    if (spec.action() == null) {
      return wrong(spec, "action must be warn, quarantine or reject");
    }
    FieldPath field = FieldPath.of(spec.field());
    if (spec.required() != null) {
      return spec.required()
          ? Optional.of(new Expectation.Required(field, spec.action()))
          : wrong(spec, "required is true, or there is no rule");
    }
    if (spec.range() != null) {
      return range(spec, field, spec.action(), spec.range());
    }
    if (spec.allowed() != null) {
      return allowed(spec, field, spec.action(), spec.allowed());
    }
    return outlier(spec, field, spec.action(), Objects.requireNonNull(spec.outlier()));
  }

  private Optional<Expectation> range(
      RuleSpec spec, FieldPath field, RuleAction action, RangeSpec range) {
    BigDecimal min = range.min();
    BigDecimal max = range.max();
    if (min == null && max == null || min != null && max != null && min.compareTo(max) > 0) {
      return wrong(spec, "range needs min, max or both, not crossed");
    }
    if (isHuge(min) || isHuge(max)) {
      return wrong(spec, "range has at most " + MAX_DIGITS + " digits before or behind the point");
    }
    return Optional.of(new Expectation.Range(field, action, min, max));
  }

  private static boolean isHuge(@Nullable BigDecimal number) {
    return number != null
        && Math.max((long) number.precision() - number.scale(), number.scale()) > MAX_DIGITS;
  }

  private Optional<Expectation> allowed(
      RuleSpec spec, FieldPath field, RuleAction action, List<JsonNode> values) {
    if (values.isEmpty()
        || values.size() > MAX_VALUES
        || values.stream().anyMatch(RulesCompiler::isNoValue)) {
      return wrong(spec, "allowed is a list of 1 to " + MAX_VALUES + " texts, numbers or booleans");
    }
    return Optional.of(
        new Expectation.Allowed(field, action, Expectation.Allowed.comparable(values)));
  }

  private static boolean isNoValue(JsonNode value) {
    return !value.isValueNode()
        || value.isNull()
        || value.isNumber()
            && (Double.isNaN(value.doubleValue())
                || Double.isInfinite(value.doubleValue())
                || isHuge(value.decimalValue()));
  }

  private Optional<Expectation> outlier(
      RuleSpec spec, FieldPath field, RuleAction action, OutlierSpec outlier) {
    int samples = Objects.requireNonNullElse(outlier.minimumSamples(), DEFAULT_SAMPLES);
    double threshold = outlier.threshold() == null ? 0 : outlier.threshold().doubleValue();
    if (threshold < 1 || threshold > 1e9 || samples < 20 || samples > UsualValues.WINDOW) {
      return wrong(
          spec, "outlier needs a threshold from 1, and minimumSamples of 20 to 1,024 if any");
    }
    return Optional.of(new Expectation.Usual(field, action, threshold, new UsualValues(samples)));
  }

  private Optional<Duration> duration(RuleSpec spec, @Nullable String text) {
    Matcher parts = DURATION.matcher(text == null ? "" : text);
    if (!parts.matches()) {
      return wrong(spec, "a duration is written 30m, 2h or 1d");
    }
    long count = Long.parseLong(parts.group(1));
    Duration duration =
        switch (parts.group(2)) {
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          default -> Duration.ofDays(count);
        };
    return duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0
        ? wrong(spec, "a duration is from 1m to 7d")
        : Optional.of(duration);
  }

  private <T> Optional<T> wrong(RuleSpec spec, String why) {
    errors.add(spec.name() + ": " + why);
    return Optional.empty();
  }
}
