package io.churnops.ingestion.quality;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Quality rules in Postgres, version by version, and how many events arrived when. */
final class QualityStore {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  QualityStore(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Holds off other changes of rules until this transaction ends, so that change numbers rise. */
  void lock() {
    jdbc.sql("lock table quality_rules in share row exclusive mode").update();
  }

  void add(QualityRules rules) {
    jdbc.sql(
            """
            insert into quality_rules (type, version, rules, set_by, set_at)
            values (:type, :version, cast(:rules as json), :by, :at)
            """)
        .param("type", rules.type())
        .param("version", rules.version())
        .param("rules", json.writeValueAsString(new RulesDocument(rules.rules())))
        .param("by", rules.setBy())
        .param("at", utc(Objects.requireNonNull(rules.setAt())))
        .update();
  }

  Optional<QualityRules> latest(String type) {
    return jdbc.sql("select * from quality_rules where type = :type order by version desc limit 1")
        .param("type", type)
        .query(this::rules)
        .optional();
  }

  Optional<QualityRules> find(String type, int version) {
    return jdbc.sql("select * from quality_rules where type = :type and version = :version")
        .param("type", type)
        .param("version", version)
        .query(this::rules)
        .optional();
  }

  /** The versions of a type's rules below the given one, newest first. */
  List<QualityRules> versions(String type, int below, int limit) {
    return jdbc.sql(
            """
            select * from quality_rules where type = :type and version < :below
            order by version desc limit :limit
            """)
        .param("type", type)
        .param("below", below)
        .param("limit", limit)
        .query(this::rules)
        .list();
  }

  /** The latest rules of every type that has some. */
  List<QualityRules> latest() {
    return jdbc.sql("select distinct on (type) * from quality_rules order by type, version desc")
        .query(this::rules)
        .list();
  }

  /** Rises with every change of rules, on whichever instance. */
  long change() {
    return jdbc.sql("select coalesce(max(change), 0) from quality_rules")
        .query(Long.class)
        .single();
  }

  /** Adds to what arrived in a minute. */
  void arrived(String type, Instant minute, long events, Instant last) {
    jdbc.sql(
            """
            insert into event_arrivals (type, minute, events, last_at)
            values (:type, :minute, :events, :last)
            on conflict (type, minute) do update
            set events = event_arrivals.events + excluded.events,
                last_at = greatest(event_arrivals.last_at, excluded.last_at)
            """)
        .param("type", type)
        .param("minute", utc(minute))
        .param("events", events)
        .param("last", utc(last))
        .update();
  }

  /** When the last event of a type arrived, if that is still known. */
  Optional<Instant> lastArrival(String type) {
    return jdbc.sql(
            "select last_at from event_arrivals where type = :type order by minute desc limit 1")
        .param("type", type)
        .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .optional();
  }

  /** Events of a type that arrived from one instant up to another. */
  long arrivals(String type, Instant from, Instant to) {
    return jdbc.sql(
            """
            select coalesce(sum(events), 0) from event_arrivals
            where type = :type and minute >= :from and minute < :to
            """)
        .param("type", type)
        .param("from", utc(from))
        .param("to", utc(to))
        .query(Long.class)
        .single();
  }

  /** Forgets arrivals before an instant, but the last of each type. */
  void forgetArrivals(Instant before) {
    jdbc.sql(
            """
            delete from event_arrivals old where minute < :before and exists (
              select 1 from event_arrivals later
              where later.type = old.type and later.minute > old.minute)
            """)
        .param("before", utc(before))
        .update();
  }

  private QualityRules rules(ResultSet row, int number) throws SQLException {
    RulesDocument document = json.readValue(row.getString("rules"), RulesDocument.class);
    return new QualityRules(
        row.getString("type"),
        row.getInt("version"),
        Objects.requireNonNullElse(document.rules(), List.of()),
        row.getString("set_by"),
        row.getObject("set_at", OffsetDateTime.class).toInstant());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
