package io.churnops.monitoring.drift;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Baselines and aliases as the registry has them; baselines never change, so they are kept. */
@Repository
public class Baselines {

  private static final String CHAMPION = "champion";

  private final JdbcClient jdbc;
  private final Map<VersionId, Baseline> known = new ConcurrentHashMap<>();

  Baselines(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The baseline of a version; empty if the registry does not know the version. */
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
            .map(Baseline::parse);
    read.ifPresent(baseline -> known.put(id, baseline));
    return read;
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
  public record VersionId(String model, int version) {}
}
