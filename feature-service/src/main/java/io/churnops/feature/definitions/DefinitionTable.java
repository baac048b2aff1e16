package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionRow.Notes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One of the two tables of definitions; most of their columns are the same. */
final class DefinitionTable {

  private final JdbcClient jdbc;
  private final String table;
  private final String standing;
  private final String freshness;

  private DefinitionTable(JdbcClient jdbc, String table, String standing, String freshness) {
    this.jdbc = jdbc;
    this.table = table;
    this.standing = standing;
    this.freshness = freshness;
  }

  static DefinitionTable ofViews(JdbcClient jdbc) {
    return new DefinitionTable(
        jdbc,
        "feature_view",
        """
        case when retired_at is not null then 'RETIRED' when baselined_at is not null then 'READY'
          when brought_back then 'RETURNING' else 'BACKFILLING' end\
        """,
        "freshness");
  }

  /** Labels are evaluated where they are needed: there is nothing to wait for. */
  static DefinitionTable ofLabels(JdbcClient jdbc) {
    return new DefinitionTable(jdbc, "label_definition", "'READY'", "null::text");
  }

  /** A definition that is about to be stored. */
  record Draft(String fingerprint, String name, String definition, Notes notes) {}

  /**
   * Stores a definition, or makes a stored one the latest of its name again.
   *
   * @return whether it was not stored before
   */
  boolean put(Draft draft, Instant now, String by) {
    return jdbc.sql(
            """
            insert into %s as known
              (fingerprint, name, definition, description, owner, tags, created_at, created_by)
            values (:fingerprint, :name, :definition::json, :description, :owner, :tags, :now, :by)
            on conflict (fingerprint) do update set ordinal = nextval('definition_ordinal'),
              description = excluded.description, owner = excluded.owner, tags = excluded.tags
            returning (xmax = 0)\
            """
                .formatted(table))
        .param("fingerprint", draft.fingerprint())
        .param("name", draft.name())
        .param("definition", draft.definition())
        .param("description", draft.notes().description())
        .param("owner", draft.notes().owner())
        .param("tags", draft.notes().tags().toArray(String[]::new))
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("by", by)
        .query(Boolean.class)
        .single();
  }

  /** What a list is narrowed to. */
  record Filter(@Nullable String tag, @Nullable String owner, boolean withRetired) {}

  /**
   * The latest definition of each name, by name.
   *
   * @param from names below are left out, and this one as well unless it is included
   */
  List<DefinitionRow> latest(Filter filter, String from, boolean included, int limit) {
    return select(
            """
            where name >= :from collate "C" and (:included or name <> :from) and latest
              and (:tag::text is null or :tag = any(tags))
              and (:owner::text is null or owner = :owner)
              and (:retired or standing <> 'RETIRED')
            order by name collate "C" limit :limit\
            """)
        .param("from", from)
        .param("included", included)
        .param("tag", filter.tag())
        .param("owner", filter.owner())
        .param("retired", filter.withRetired())
        .param("limit", limit)
        .query(DefinitionTable::row)
        .list();
  }

  List<DefinitionRow> all() {
    return select("order by ordinal").query(DefinitionTable::row).list();
  }

  /** Every definition that a name ever had, the latest first. */
  List<DefinitionRow> versions(String name) {
    return select("where name = ? order by ordinal desc")
        .param(name)
        .query(DefinitionTable::row)
        .list();
  }

  Optional<DefinitionRow> byName(String name) {
    return select("where name = ? and latest").param(name).query(DefinitionTable::row).optional();
  }

  Optional<DefinitionRow> byFingerprint(String fingerprint) {
    return select("where fingerprint = ?")
        .param(fingerprint)
        .query(DefinitionTable::row)
        .optional();
  }

  private JdbcClient.StatementSpec select(String rest) {
    return jdbc.sql(
        """
        select * from (
          select fingerprint, name, definition, description, owner, tags, %s as standing,
            %s as freshness,
            not exists (
              select 1 from %s newer where newer.name = one.name and newer.ordinal > one.ordinal
            ) as latest,
            created_at, created_by, ordinal
          from %s one
        ) definition
        %s\
        """
            .formatted(standing, freshness, table, table, rest));
  }

  private static DefinitionRow row(ResultSet row, int number) throws SQLException {
    return new DefinitionRow(
        row.getString("fingerprint"),
        row.getString("name"),
        row.getString("definition"),
        new Notes(
            row.getString("description"),
            row.getString("owner"),
            List.of((String[]) row.getArray("tags").getArray()),
            row.getString("freshness")),
        Standing.valueOf(row.getString("standing")),
        row.getBoolean("latest"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getString("created_by"));
  }
}
