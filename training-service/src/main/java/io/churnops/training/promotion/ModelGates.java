package io.churnops.training.promotion;

import io.churnops.training.audit.AuditTrail;
import io.churnops.training.registry.RegistryException;
import io.swagger.v3.oas.annotations.media.Schema;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** What the versions of each model are held to. */
@Component
class ModelGates {

  private final GateSettings settings;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  ModelGates(
      GateSettings settings,
      AuditTrail audit,
      JdbcClient jdbc,
      JsonMapper json,
      InstantSource clock) {
    this.settings = settings;
    this.audit = audit;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * The gates of a model.
   *
   * @param limits what its versions are held to
   * @param own those that were set for this model; the others are the settings of the service
   */
  @Schema(name = "GatesOfModel")
  record View(
      String modelName,
      GateLimits limits,
      GateLimits own,
      @Nullable String setBy,
      @Nullable Instant setAt) {}

  /** What a model's versions are held to; the settings, of one that has no versions yet. */
  GateSettings of(String model) {
    return find(model, "").map(View::own).map(own -> own.over(settings)).orElse(settings);
  }

  /** The gates of a model that there is. */
  View view(String model) {
    return find(model, "").orElseThrow(() -> RegistryException.unknownModel(model));
  }

  private Optional<View> find(String model, String locked) {
    return jdbc.sql(
            """
            select gate_limits, gate_limits_set_by, gate_limits_set_at from model where name = ?\
            """
                + locked)
        .param(model)
        .query((row, _) -> {
          GateLimits own = json.readValue(row.getString("gate_limits"), GateLimits.class);
          Timestamp setAt = row.getTimestamp("gate_limits_set_at");
          return new View(
              model,
              GateLimits.of(own.over(settings), model),
              own,
              row.getString("gate_limits_set_by"),
              setAt == null ? null : setAt.toInstant());
        })
        .optional();
  }

  /**
   * Makes other limits of those of a model that are set, one change after the other. What changes
   * nothing is not recorded.
   */
  @Transactional
  View change(String model, UnaryOperator<GateLimits> change, String actor) {
    GateLimits before =
        find(model, " for no key update")
            .map(View::own)
            .orElseThrow(() -> RegistryException.unknownModel(model));
    GateLimits own = change.apply(before);
    if (!own.equals(before)) {
      jdbc.sql(
              """
              update model set gate_limits = ?::jsonb, gate_limits_set_by = ?,
                gate_limits_set_at = ?
              where name = ?\
              """)
          .params(
              json.writeValueAsString(own),
              actor,
              Timestamp.from(clock.instant().truncatedTo(ChronoUnit.MICROS)),
              model)
          .update();
      audit.record(actor, "gates.set", model, Map.of("limits", own, "before", before));
    }
    return view(model);
  }
}
