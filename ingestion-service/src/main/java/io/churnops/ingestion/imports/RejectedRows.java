package io.churnops.ingestion.imports;

import io.churnops.kit.erasure.ErasedCustomers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** What imports did not take, in Postgres, until it is old. */
final class RejectedRows {

  /** Characters of one that are kept. */
  private static final int MAX_TEXT = 32 * 1024;

  private final JdbcTemplate jdbc;
  private final JdbcClient queries;
  private final ErasedCustomers erased;
  private final TransactionOperations transactions;
  private final JsonMapper json;

  RejectedRows(
      JdbcTemplate jdbc,
      ErasedCustomers erased,
      TransactionOperations transactions,
      JsonMapper json) {
    this.jdbc = jdbc;
    this.queries = JdbcClient.create(jdbc);
    this.erased = erased;
    this.transactions = transactions;
    this.json = json;
  }

  /**
   * Keeps some, except of customers who were erased; those kept already, by an earlier life of this
   * service, stay as they are.
   */
  void keep(UUID importId, List<Rejection> rejections) {
    if (rejections.isEmpty()) {
      return;
    }
    transactions.executeWithoutResult(_ -> {
      Set<String> gone =
          erased.among(
              rejections.stream()
                  .flatMap(rejection -> rejection.customers().stream())
                  .collect(Collectors.toSet()));
      jdbc.batchUpdate(
          """
          insert into import_rejection
            (import_id, kind, number, line, event_id, code, detail, content, customers)
          values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing
          """,
          rejections.stream()
              .filter(rejection -> Collections.disjoint(rejection.customers(), gone))
              .map(rejection -> row(importId, rejection))
              .toList());
    });
  }

  /** Shows everything that is kept of a customer, and certainly of nobody else. */
  void forEachOf(Set<String> ids, BiConsumer<UUID, Rejection> taker) {
    queries
        .sql(
            """
            select import_id, kind, number, line, event_id, code, detail, content from import_rejection
            where customers && cast(:ids as text[]) and cardinality(customers) <= 2
            order by import_id, kind, number
            """)
        .param("ids", ids.toArray(String[]::new))
        .query(row -> {
          taker.accept(row.getObject("import_id", UUID.class), rejection(row));
        });
  }

  /** Removes what may be about some customers; answers how much. */
  long deleteOf(Collection<String> customers) {
    return delete("customers && cast(:ids as text[])", customers)
        + delete(
            """
            customers is null and exists (
              select from unnest(cast(:ids as text[])) id where position(id in content) > 0)
            """,
            customers);
  }

  private int delete(String condition, Collection<String> customers) {
    return queries
        .sql("delete from import_rejection where " + condition)
        .param("ids", customers.toArray(String[]::new))
        .update();
  }

  private @Nullable Object[] row(UUID importId, Rejection rejection) {
    return new @Nullable Object[] {
      importId,
      rejection.kind().name(),
      rejection.number(),
      rejection.line(),
      rejection.eventId(),
      storable(rejection.code()),
      rejection.detail(),
      content(rejection),
      rejection.customers().toArray(String[]::new)
    };
  }

  /** The content as JSON; of what is too long, the beginning as a JSON string. */
  private String content(Rejection rejection) {
    String text = json.writeValueAsString(rejection.content());
    return storable(
        text.length() <= MAX_TEXT ? text : json.writeValueAsString(text.substring(0, MAX_TEXT)));
  }

  /** Postgres keeps no U+0000; in JSON it is an escape, which stays. */
  private static String storable(String text) {
    return text.replace('\u0000', '\uFFFD');
  }

  /** Those after a place in the order of kind and number. */
  List<Rejection> page(UUID importId, Rejection.@Nullable Kind kind, long number, int limit) {
    return queries
        .sql(
            """
            select kind, number, line, event_id, code, detail, content from import_rejection
            where import_id = :id and (kind, number) > (:kind, :number)
            order by kind, number limit :limit
            """)
        .param("id", importId)
        .param("kind", kind == null ? "" : kind.name())
        .param("number", number)
        .param("limit", limit)
        .query((row, _) -> rejection(row))
        .list();
  }

  private Rejection rejection(ResultSet row) throws SQLException {
    return new Rejection(
        Rejection.Kind.valueOf(row.getString("kind")),
        row.getLong("number"),
        line(row),
        row.getString("event_id"),
        row.getString("code"),
        row.getString("detail"),
        ExactJson.of(row.getString("content")));
  }

  /** Of an event that was kept before lines were, nobody knows. */
  private static @Nullable Long line(ResultSet row) throws SQLException {
    Long line = row.getObject("line", Long.class);
    boolean isLine = Rejection.Kind.valueOf(row.getString("kind")) == Rejection.Kind.ROW;
    return line == null && isLine ? Long.valueOf(row.getLong("number")) : line;
  }

  /** Forgets what imports that ended before an instant did not take. */
  void forgetBefore(Instant instant) {
    queries
        .sql(
            """
            delete from import_rejection using import_job
            where import_rejection.import_id = import_job.import_id and finished_at < :before
            """)
        .param("before", instant.atOffset(ZoneOffset.UTC))
        .update();
  }
}
