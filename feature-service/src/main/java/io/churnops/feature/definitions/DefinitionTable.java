package io.churnops.feature.definitions;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One of the two tables of definitions; they have the same columns. */
final class DefinitionTable {

  private static final RowMapper<DefinitionRow> ROW =
      (row, _) -> new DefinitionRow(row.getString(1), row.getString(2), row.getString(3));

  private final JdbcClient jdbc;
  private final String table;

  DefinitionTable(JdbcClient jdbc, String table) {
    this.jdbc = jdbc;
    this.table = table;
  }

  /**
   * Stores a definition, or makes a stored one the latest of its name again.
   *
   * @return whether it was not stored before
   */
  boolean put(DefinitionRow row, Instant now, String by) {
    return jdbc.sql(
            """
            insert into %s as known (fingerprint, name, definition, created_at, created_by)
            values (?, ?, ?::json, ?, ?)
            on conflict (fingerprint) do update set ordinal = nextval('definition_ordinal')
            returning (xmax = 0)\
            """
                .formatted(table))
        .params(row.fingerprint(), row.name(), row.definition(), now.atOffset(ZoneOffset.UTC), by)
        .query(Boolean.class)
        .single();
  }

  /** The latest definition of every name, by name. */
  List<DefinitionRow> latest() {
    return select(
            "where ordinal in (select max(ordinal) from %s group by name) order by name"
                .formatted(table))
        .query(ROW)
        .list();
  }

  List<String> fingerprints() {
    return jdbc.sql("select fingerprint from " + table + " order by fingerprint")
        .query((row, _) -> row.getString(1))
        .list();
  }

  Optional<DefinitionRow> byName(String name) {
    return select("where name = ? order by ordinal desc limit 1").param(name).query(ROW).optional();
  }

  Optional<DefinitionRow> byFingerprint(String fingerprint) {
    return select("where fingerprint = ?").param(fingerprint).query(ROW).optional();
  }

  private JdbcClient.StatementSpec select(String rest) {
    return jdbc.sql("select fingerprint, name, definition from " + table + " " + rest);
  }
}
