package io.churnops.ingestion.types;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shop's own event types in Postgres, version by version; nothing is ever changed. */
final class EventTypeStore {

  /** Decimals exact, so that a schema reads as it was written. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final String COLUMNS =
      "type, version, compatibility, description, schema, registered_by, registered_at";

  private final JdbcClient jdbc;

  EventTypeStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Holds off other registrations until this transaction ends, so that change numbers rise. */
  void lock() {
    jdbc.sql("lock table event_type_version in share row exclusive mode").update();
  }

  void add(EventTypeVersion version) {
    jdbc.sql(
            """
            insert into event_type_version
              (type, version, compatibility, description, schema, registered_by, registered_at)
            values (:type, :version, :compatibility, :description, cast(:schema as json), :by, :at)
            """)
        .param("type", version.type())
        .param("version", version.version())
        .param("compatibility", version.compatibility().name().toLowerCase(Locale.ROOT))
        .param("description", version.description())
        .param("schema", String.valueOf(version.schema()))
        .param("by", version.registeredBy())
        .param("at", utc(version.registeredAt()))
        .update();
  }

  int types() {
    return jdbc.sql("select count(distinct type) from event_type_version")
        .query(Integer.class)
        .single();
  }

  Optional<EventTypeVersion> latest(String type) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from event_type_version where type = :type order by version desc limit 1")
        .param("type", type)
        .query(EventTypeStore::version)
        .optional();
  }

  Optional<EventTypeVersion> find(String type, int version) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from event_type_version where type = :type and version = :version")
        .param("type", type)
        .param("version", version)
        .query(EventTypeStore::version)
        .optional();
  }

  /** The versions of a type below the given one, newest first. */
  List<EventTypeVersion> versions(String type, int below, int limit) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from event_type_version where type = :type and version < :below"
                + " order by version desc limit :limit")
        .param("type", type)
        .param("below", below)
        .param("limit", limit)
        .query(EventTypeStore::version)
        .list();
  }

  /** The latest version of every type. */
  List<EventTypeVersion> latest() {
    return jdbc.sql(
            "select distinct on (type) "
                + COLUMNS
                + " from event_type_version order by type, version desc")
        .query(EventTypeStore::version)
        .list();
  }

  /** Rises with every registration, on whichever instance. */
  long change() {
    return jdbc.sql("select coalesce(max(change), 0) from event_type_version")
        .query(Long.class)
        .single();
  }

  private static EventTypeVersion version(ResultSet row, int number) throws SQLException {
    JsonNode schema = JSON.readTree(row.getString("schema"));
    return new EventTypeVersion(
        row.getString("type"),
        row.getInt("version"),
        false,
        Compatibility.valueOf(row.getString("compatibility").toUpperCase(Locale.ROOT)),
        row.getString("description"),
        schema,
        row.getString("registered_by"),
        row.getObject("registered_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime utc(@Nullable Instant instant) {
    return Objects.requireNonNull(instant).atOffset(ZoneOffset.UTC);
  }
}
