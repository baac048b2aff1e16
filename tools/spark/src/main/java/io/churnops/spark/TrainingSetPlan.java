package io.churnops.spark;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.features.engine.KnownTime;
import io.churnops.features.engine.LabelDefinition;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Which rows a training set has, as the manifest of one says.
 *
 * @param view its definition
 * @param labels their definitions, the main one first
 * @param labelColumns what the rows call them
 * @param cutoffs microseconds since the epoch, at least one; kept ascending, each once
 * @param maturityMicros labels that look no further than this are given
 */
record TrainingSetPlan(
    String view,
    List<String> labels,
    List<String> labelColumns,
    List<Long> cutoffs,
    KnownTime knownTime,
    long maturityMicros)
    implements Serializable {

  TrainingSetPlan {
    labels = List.copyOf(labels);
    labelColumns = List.copyOf(labelColumns);
    if (cutoffs.isEmpty()) {
      throw new UnusableInputException("The manifest names no cutoff");
    }
    cutoffs = List.copyOf(new TreeSet<>(cutoffs));
  }

  /**
   * The rows that a manifest tells of.
   *
   * @throws UnusableInputException if they are not those of labels at cutoffs
   */
  static TrainingSetPlan of(JsonNode manifest) {
    if (manifest.has("spine") || manifest.has("table")) {
      throw new UnusableInputException(
          "The manifest is of rows that the caller named, or of an imported table. The job makes"
              + " those of labels at cutoffs.");
    }
    List<JsonNode> labels = manifest.path("labels").valueStream().toList();
    if (labels.isEmpty() || labels.stream().anyMatch(label -> !label.has("definition"))) {
      throw new UnusableInputException("The manifest does not tell how its labels are defined");
    }
    return new TrainingSetPlan(
        definition(manifest.path("view").path("definition")),
        labels.stream().map(label -> definition(label.path("definition"))).toList(),
        labels.stream().map(label -> text(label.path("column"))).toList(),
        manifest.path("cutoffs").valueStream().map(TrainingSetPlan::micros).toList(),
        knownTime(text(manifest.path("knownTime"))),
        micros(manifest.path("eventHighWater").path("labelsMatureUntil")));
  }

  private static KnownTime knownTime(String mode) {
    return switch (mode) {
      case "as_known" -> KnownTime.AS_KNOWN;
      case "as_happened" -> KnownTime.AS_HAPPENED;
      default -> throw new UnusableInputException("knownTime cannot be " + mode);
    };
  }

  private static String definition(JsonNode node) {
    return node.isString() ? node.stringValue() : node.toString();
  }

  private static String text(JsonNode node) {
    return node.stringValueOpt()
        .orElseThrow(() -> new UnusableInputException("The manifest is not a training set's"));
  }

  private static long micros(JsonNode node) {
    String moment = text(node);
    try {
      return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(moment));
    } catch (DateTimeParseException e) {
      throw new UnusableInputException("The manifest has " + moment + " where a moment belongs");
    }
  }

  CompiledView compiledView() {
    return CompiledView.compile(FeatureViewDefinition.parse(view));
  }

  List<LabelDefinition> labelDefinitions() {
    return labels.stream().map(LabelDefinition::parse).toList();
  }

  /** The types of events that matter. */
  String[] types() {
    Set<String> types = new TreeSet<>(FeatureViewDefinition.parse(view).eventTypes());
    labelDefinitions().forEach(label -> types.addAll(label.eventTypes()));
    return types.toArray(String[]::new);
  }

  /** Those of the types whose data matters. */
  String[] typesReadInto() {
    Set<String> types = new TreeSet<>(FeatureViewDefinition.parse(view).eventTypesReadInto());
    labelDefinitions().forEach(label -> types.addAll(label.eventTypesReadInto()));
    return types.toArray(String[]::new);
  }

  /** Events from here on are of no use. */
  long beforeMicros() {
    Stream<Duration> horizons = labelDefinitions().stream().map(LabelDefinition::horizon);
    Duration longest = horizons.max(Duration::compareTo).orElse(Duration.ZERO);
    return cutoffs.getLast() + longest.toNanos() / 1_000;
  }
}
