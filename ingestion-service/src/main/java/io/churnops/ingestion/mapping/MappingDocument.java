package io.churnops.ingestion.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A mapping as written: the YAML document, field by field. What its parts mean is said in
 * docs/how-to/import-files.md; whether they fit together is decided by {@link MappingCompiler}.
 */
record MappingDocument(
    @JsonProperty(value = "import", required = true) @JsonSetter(nulls = Nulls.FAIL) String name,
    @Required String source,
    @Nullable FileFormat format,
    @Nullable CsvFormat csv,
    @Nullable KnownTime knownTime,
    @Required Map<String, ColumnSpec> columns,
    @Nullable List<NoteSpec> notes,
    @Required List<RuleSpec> rows,
    @Required Map<String, EventSpec> events) {

  /** How the file is written; a comma and UTF-8 unless said. */
  record CsvFormat(@Nullable String delimiter, @Nullable String charset) {}

  /** What a column holds. */
  record ColumnSpec(
      @Required ColumnType as,
      @Nullable String removeSuffix,
      @Nullable String format,
      @Nullable String zone) {}

  enum ColumnType {
    TEXT,
    INTEGER,
    DECIMAL,
    BOOLEAN,
    TIME
  }

  /** Something to count that decides nothing. */
  record NoteSpec(
      @Required String count,
      @Nullable Map<String, ConditionSpec> when,
      @Nullable Boolean repeatedRow,
      @Nullable String several,
      @Nullable String per) {}

  /** A treatment of rows: the first whose conditions hold decides. */
  record RuleSpec(
      @Required String count,
      @Nullable Map<String, ConditionSpec> when,
      @Nullable List<String> emit) {}

  /** What must hold of one column; all that is given must. */
  record ConditionSpec(
      @Nullable Boolean present,
      @Nullable Boolean ascii,
      @Nullable String startsWith,
      @Nullable List<String> oneOf,
      @Nullable List<String> noneOf,
      @Nullable BigDecimal lessThan,
      @Nullable BigDecimal greaterThan,
      @Nullable BigDecimal equalTo,
      @Nullable Integer moreDecimalsThan) {

    static ConditionSpec oneOf(List<String> texts) {
      return new ConditionSpec(null, null, null, texts, null, null, null, null, null);
    }
  }

  /** How rows become events of one type. */
  record EventSpec(
      @Required String type,
      @Required String customer,
      @Required String time,
      @Nullable String known,
      @Nullable List<String> id,
      @Nullable List<String> groupBy,
      @Required Map<String, ValueSpec> data) {}

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
  record MoneySpec(@Required String price, @Nullable String quantity, @Required String currency) {}

  /** What becomes of the lines that do not fit a list. */
  record RestSpec(@Required String count, @Nullable Map<String, String> sum) {}
}
