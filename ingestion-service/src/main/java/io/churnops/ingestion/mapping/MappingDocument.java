package io.churnops.ingestion.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mapping as written: the YAML document, field by field. What its parts mean is said in
 * docs/how-to/import-csv.md; whether they fit together is decided by {@link MappingCompiler}.
 */
record MappingDocument(
    @JsonProperty(value = "import", required = true) String name,
    @JsonProperty(required = true) String source,
    @Nullable CsvFormat csv,
    @JsonProperty(required = true) Map<String, ColumnSpec> columns,
    @Nullable List<NoteSpec> notes,
    @JsonProperty(required = true) List<RuleSpec> rows,
    @JsonProperty(required = true) Map<String, EventSpec> events) {

  /** How the file is written; a comma and UTF-8 unless said. */
  record CsvFormat(@Nullable String delimiter, @Nullable String charset) {}

  /** What a column holds. */
  record ColumnSpec(
      @JsonProperty(required = true) ColumnType as,
      @Nullable String removeSuffix,
      @Nullable String format,
      @Nullable String zone) {}

  enum ColumnType {
    TEXT,
    INTEGER,
    DECIMAL,
    TIME
  }

  /** Something to count that decides nothing. */
  record NoteSpec(
      @JsonProperty(required = true) String count,
      @Nullable Map<String, ConditionSpec> when,
      @Nullable Boolean repeatedRow,
      @Nullable String several,
      @Nullable String per) {}

  /** A treatment of rows: the first whose conditions hold decides. */
  record RuleSpec(
      @JsonProperty(required = true) String count,
      @Nullable Map<String, ConditionSpec> when,
      @Nullable List<String> emit) {}

  /** What must hold of one column; all that is given must. */
  record ConditionSpec(
      @Nullable Boolean present,
      @Nullable Boolean ascii,
      @Nullable String startsWith,
      @Nullable List<String> oneOf,
      @Nullable BigDecimal lessThan,
      @Nullable BigDecimal greaterThan,
      @Nullable BigDecimal equalTo,
      @Nullable Integer moreDecimalsThan) {}

  /** How rows become events of one type. */
  record EventSpec(
      @JsonProperty(required = true) String type,
      @JsonProperty(required = true) String customer,
      @JsonProperty(required = true) String time,
      @Nullable List<String> id,
      @Nullable List<String> groupBy,
      @JsonProperty(required = true) Map<String, ValueSpec> data) {}

  /** Where a value comes from: exactly one of the sources. */
  record ValueSpec(
      @Nullable String column,
      @Nullable JsonNode constant,
      @Nullable MoneySpec money,
      @Nullable ValueSpec sum,
      @Nullable String count,
      @Nullable Map<String, ValueSpec> list,
      @Nullable RestSpec rest,
      @Nullable Boolean absolute) {}

  /** An amount of money in minor units: a price, times a quantity if one is given. */
  record MoneySpec(
      @JsonProperty(required = true) String price,
      @Nullable String quantity,
      @JsonProperty(required = true) String currency) {}

  /** What becomes of the lines that do not fit a list. */
  record RestSpec(@JsonProperty(required = true) String count, @Nullable Map<String, String> sum) {}
}
