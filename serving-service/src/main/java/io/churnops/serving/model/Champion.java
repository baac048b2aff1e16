package io.churnops.serving.model;

import io.churnops.serving.ServingProperties;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The model that scores now. A request takes it once and keeps it to its end. */
@Component
public final class Champion {

  private final String modelName;
  private final InstantSource clock;
  private final AtomicReference<@Nullable Crowned> crowned = new AtomicReference<>();

  Champion(ServingProperties properties, InstantSource clock, MeterRegistry meters) {
    this.modelName = properties.model();
    this.clock = clock;
    Gauge.builder("churnops.serving.model.version", crowned, Champion::version)
        .description("The version that is served; 0 while there is none")
        .tag("model", modelName)
        .register(meters);
  }

  /**
   * The model that scores now.
   *
   * @throws NoModelException while there is none
   */
  public ServedModel model() {
    Crowned now = crowned.get();
    if (now == null) {
      throw new NoModelException(modelName);
    }
    return now.model();
  }

  /** The model that scores now, if there is one. */
  public Optional<ServedModel> served() {
    return crowned().map(Crowned::model);
  }

  Optional<Crowned> crowned() {
    return Optional.ofNullable(crowned.get());
  }

  void crown(ServedModel model, Source source) {
    crowned.set(new Crowned(model, source, clock.instant()));
  }

  private static double version(AtomicReference<@Nullable Crowned> crowned) {
    Crowned now = crowned.get();
    return now == null ? 0 : now.model().version();
  }

  /** Where a champion's name came from. */
  enum Source {
    /** The registry names it. */
    REGISTRY,
    /** It was champion when this service last knew; the registry could not be asked since. */
    CACHE
  }

  /** A model and how it came to be served. */
  record Crowned(ServedModel model, Source source, Instant since) {}
}
