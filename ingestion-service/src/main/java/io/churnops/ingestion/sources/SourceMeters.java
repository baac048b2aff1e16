package io.churnops.ingestion.sources;

import io.churnops.kit.metrics.GaugeRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What Postgres says of the sources, as meters; the same on every instance. */
final class SourceMeters {

  private final SourceStore sources;
  private final GaugeRows failures;
  private final GaugeRows sinceSuccess;
  private final GaugeRows cursorAge;
  private final Map<String, Known> cursors = new HashMap<>();

  SourceMeters(SourceStore sources, MeterRegistry metrics) {
    this.sources = sources;
    failures =
        GaugeRows.register(
            metrics,
            "churnops.sources.failures",
            "Runs of a source that failed since the last one that succeeded");
    sinceSuccess =
        GaugeRows.register(
            metrics,
            "churnops.sources.since.success",
            "Since a run of the source succeeded, or since it was declared",
            "seconds");
    cursorAge =
        GaugeRows.register(
            metrics,
            "churnops.sources.cursor.age",
            "How old the latest change is that was read from the source",
            "seconds");
  }

  void look(Instant now) {
    Map<Tags, DoubleSupplier> failed = new HashMap<>();
    Map<Tags, DoubleSupplier> succeeded = new HashMap<>();
    Map<Tags, DoubleSupplier> aged = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (SourceRow source : sources.page(null, DeclareSource.MOST)) {
      names.add(source.name());
      Tags tags = Tags.of("source", source.name());
      failed.put(tags, source::failures);
      Instant last = source.lastSuccessAt() == null ? source.declaredAt() : source.lastSuccessAt();
      if (!source.paused()) {
        long since = Duration.between(last, now).toSeconds();
        succeeded.put(tags, () -> since);
      }
      Long position = source.position();
      if (position != null) {
        Long age = cursorAge(source, position, now);
        if (age != null) {
          aged.put(tags, age::doubleValue);
        }
      }
    }
    cursors.keySet().retainAll(names);
    failures.show(failed);
    sinceSuccess.show(succeeded);
    cursorAge.show(aged);
  }

  private @Nullable Long cursorAge(SourceRow source, long position, Instant now) {
    Known known = cursors.get(source.name());
    if (known == null || !known.declaration().equals(source.declaration())) {
      Optional<PullSource> kept = SourceCompiler.compileKept(source.declaration());
      known = new Known(source.declaration(), kept.map(PullSource::cursor).orElse(null));
      cursors.put(source.name(), known);
    }
    return known.cursor() == null ? null : known.cursor().ageSeconds(position, now);
  }

  private record Known(String declaration, @Nullable Cursor cursor) {}
}
