package io.churnops.ingestion.sources;

import io.churnops.ingestion.mapping.Required;
import io.churnops.ingestion.mapping.RowsDocument;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A source as declared: the YAML document, field by field. docs/how-to/pull-profiles.md says what
 * its parts mean; whether they fit together is decided by {@link SourceCompiler}.
 */
record SourceDocument(
    @Required String name,
    @Nullable String description,
    @Nullable JdbcSpec jdbc,
    @Nullable HttpSpec http,
    @Required List<String> key,
    @Required CursorSpec cursor,
    @Nullable ScheduleSpec schedule,
    @Required RowsDocument mapping) {

  /** A query in a database. */
  record JdbcSpec(
      @Required String url,
      @Required String user,
      @Nullable SecretSpec password,
      @Required String query,
      @Nullable Integer batch,
      @Nullable String timeout) {}

  /**
   * A list in a JSON API.
   *
   * @param headers texts, or secrets
   * @param ordered whether records come in the order of the cursor
   */
  record HttpSpec(
      @Required String url,
      @Nullable Map<String, JsonNode> headers,
      @Required String records,
      @Nullable PagingSpec paging,
      @Nullable String parameter,
      @Nullable Boolean ordered,
      @Nullable String timeout,
      @Nullable String maxSize,
      @Nullable Integer attempts) {}

  /** How the next page is found: one of these. */
  record PagingSpec(
      @Nullable String nextLink,
      @Nullable Boolean linkHeader,
      @Nullable CountSpec page,
      @Nullable CountSpec offset,
      @Nullable TokenSpec token) {}

  /** A parameter that counts pages or records. */
  record CountSpec(@Required String parameter, @Nullable Integer first) {}

  /** A parameter that takes what the page before said. */
  record TokenSpec(@Required String parameter, @Required String at) {}

  /** A secret by its name. */
  record SecretSpec(@Required String secret, @Nullable String prefix) {}

  /** What rises with every change of a row. */
  record CursorSpec(
      @Required String column,
      @Required CursorType type,
      @Nullable String zone,
      @Nullable String format,
      @Nullable String initial,
      @Nullable String overlap) {}

  /** When it is asked: one of these. */
  record ScheduleSpec(@Nullable String cron, @Nullable String zone, @Nullable String every) {}
}
