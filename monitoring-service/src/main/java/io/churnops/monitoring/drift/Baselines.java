package io.churnops.monitoring.drift;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Baselines and aliases as the registry has them; baselines never change, so they are kept. */
@Repository
public class Baselines {

  private static final Logger log = LoggerFactory.getLogger(Baselines.class);
  private static final String CHAMPION = "champion";

  private final JdbcClient jdbc;
  private final Map<VersionId, Baseline> known = new ConcurrentHashMap<>();

  Baselines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The baseline of a version; empty if the registry has none, or none that can be read. */
  public Optional<Baseline> of(VersionId id) {
    Baseline kept = known.get(id);
    if (kept != null) {
      return Optional.of(kept);
    }
    Optional<Baseline> read =
        jdbc.sql("select baseline from registry.model_version where model_name = ? and version = ?")
            .params(id.model(), id.version())
            .query(String.class)
            .optional()
            .flatMap(json -> read(id, json));
    read.ifPresent(baseline -> known.put(id, baseline));
    return read;
  }

  private static Optional<Baseline> read(VersionId id, String json) {
    try {
      return Optional.of(Baseline.parse(json));
    } catch (IllegalArgumentException e) {
      log.error("The baseline of {} cannot be read; it is not watched: {}", id, e.getMessage());
      return Optional.empty();
    }
  }

  /** The version that the champion alias of a model names. */
  OptionalInt champion(String model) {
    return jdbc.sql("select version from registry.model_alias where model_name = ? and alias = ?")
        .params(model, CHAMPION)
        .query((row, _) -> OptionalInt.of(row.getInt("version")))
        .optional()
        .orElse(OptionalInt.empty());
  }

  /** A version of a model. */
  public record VersionId(String model, int version) {

    @Override
    public String toString() {
      return model + " version " + version;
    }
  }
}
