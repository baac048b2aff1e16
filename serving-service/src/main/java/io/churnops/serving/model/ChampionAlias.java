package io.churnops.serving.model;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the alias {@code champion} from the registry's tables. */
@Repository
class ChampionAlias {

  /** The alias whose model is served. */
  static final String CHAMPION = "champion";

  private static final String READ =
      """
      select v.model_name, v.version, v.artefact_digest
      from registry.model_alias a join registry.model_version v using (model_name, version)
      where a.model_name = :model and a.alias = :alias
      """;

  private final JdbcClient registry;

  ChampionAlias(JdbcClient registry) {
    this.registry = registry;
  }

  /**
   * The champion of a model; empty before the first promotion.
   *
   * @throws org.springframework.dao.DataAccessException if the registry cannot be read
   */
  Optional<ChampionVersion> read(String model) {
    return registry
        .sql(READ)
        .param("model", model)
        .param("alias", CHAMPION)
        .query((row, _) ->
            new ChampionVersion(
                row.getString("model_name"),
                row.getInt("version"),
                row.getString("artefact_digest")))
        .optional();
  }
}
