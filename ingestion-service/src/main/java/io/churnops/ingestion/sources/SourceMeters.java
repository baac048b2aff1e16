package io.churnops.ingestion.sources;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Postgres says of the sources, as meters; the same on every instance. */
final class SourceMeters {

  private final SourceStore sources;
  private final MultiGauge failures;
  private final MultiGauge sinceSuccess;
  private final MultiGauge cursorAge;
  private final Map<String, Known> cursors = new HashMap<>();

  SourceMeters(SourceStore sources, MeterRegistry metrics) {
    this.sources = sources;
    failures =
        MultiGauge.builder("churnops.sources.failures")
            .description("Runs of a source that failed since the last one that succeeded")
            .register(metrics);
    sinceSuccess =
        MultiGauge.builder("churnops.sources.since.success")
            .baseUnit("seconds")
            .description("Since a run of the source succeeded, or since it was declared")
            .register(metrics);
    cursorAge =
        MultiGauge.builder("churnops.sources.cursor.age")
            .baseUnit("seconds")
            .description("How old the latest change is that was read from the source")
            .register(metrics);
  }

  void look(Instant now) {
    List<Row<?>> failed = new ArrayList<>();
    List<Row<?>> succeeded = new ArrayList<>();
    List<Row<?>> aged = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (SourceRow source : sources.page(null, DeclareSource.MOST)) {
      names.add(source.name());
      Tags tags = Tags.of("source", source.name());
      failed.add(Row.of(tags, source.failures()));
      Instant last = source.lastSuccessAt() == null ? source.declaredAt() : source.lastSuccessAt();
      if (!source.paused()) {
        succeeded.add(Row.of(tags, Duration.between(last, now).toSeconds()));
      }
      Long position = source.position();
      if (position != null) {
        Long age = cursorAge(source, position, now);
        if (age != null) {
          aged.add(Row.of(tags, age));
        }
      }
    }
    cursors.keySet().retainAll(names);
    failures.register(failed, true);
    sinceSuccess.register(succeeded, true);
    cursorAge.register(aged, true);
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
