package io.churnops.ingestion.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.churnops.ingestion.mapping.MappingDocument.ColumnSpec;
import io.churnops.ingestion.mapping.MappingDocument.ConditionSpec;
import io.churnops.ingestion.mapping.MappingDocument.ValueSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapping of tables' changes as written; docs/how-to/capture-changes.md says what it means. */
record ChangeDocument(
    @JsonProperty(value = "changes", required = true) @JsonSetter(nulls = Nulls.FAIL) String name,
    @Required String source,
    @Required List<String> topics,
    @Required Map<String, TableSpec> tables) {

  /** What becomes of the changes of one table. */
  record TableSpec(
      @Required Map<String, ColumnSpec> columns,
      @Required List<RuleSpec> rows,
      @Required Map<String, EventSpec> events) {}

  /** A treatment of changes: the first whose kinds and conditions hold decides. */
  record RuleSpec(
      @Required String count,
      @Nullable List<ChangeKind> on,
      @Nullable Map<String, ConditionSpec> when,
      @Nullable List<String> emit) {}

  /** How a change becomes an event; without an id, the place of the change in its source is it. */
  record EventSpec(
      @Required String type,
      @Required String customer,
      @Required String time,
      @Nullable String known,
      @Nullable List<String> id,
      @Required Map<String, ValueSpec> data) {}
}
