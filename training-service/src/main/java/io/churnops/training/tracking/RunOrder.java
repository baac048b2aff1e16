package io.churnops.training.tracking;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * In which order runs come. Whatever the direction, what has no value comes last, and not-a-number
 * before that; the newest and then the id decide between equals. A page is followed by what sorts
 * after its last run, so that runs added meanwhile repeat nothing.
 */
public final class RunOrder {

  private static final Pattern TERM =
      Pattern.compile(
          "\\s*" + Clause.NAME + "(?:\\s+(?<direction>ASC|DESC))?\\s*", Pattern.CASE_INSENSITIVE);
  private static final int MOST_TERMS = 10;
  private static final String ABSENT = "-";
  private static final String PRESENT = "+";

  private final List<Term> terms;

  private RunOrder(List<Term> terms) {
    this.terms = terms;
  }

  /** Reads terms such as {@code metrics.auc DESC}. */
  public static RunOrder parse(List<String> words) {
    if (words.size() > MOST_TERMS) {
      throw TrackingException.invalidSearch(
          "Runs are sorted by at most %d things.".formatted(MOST_TERMS));
    }
    List<Term> terms = new ArrayList<>();
    for (String word : words) {
      Matcher term = TERM.matcher(word);
      if (!term.matches() || word.indexOf('\0') >= 0) {
        throw TrackingException.invalidSearch(
            "An order is a name such as metrics.auc, with ASC or DESC after it, not: " + word);
      }
      String key = term.group("key");
      RunField field =
          RunField.of(
              term.group("entity").toLowerCase(Locale.ROOT), key == null ? "" : Clause.bare(key));
      terms.add(new Term(field, "DESC".equalsIgnoreCase(term.group("direction"))));
    }
    terms.add(new Term(new RunField.Time("r.start_ms"), true));
    terms.add(new Term(new RunField.Text("r.run_id"), false));
    return new RunOrder(terms);
  }

  int size() {
    return terms.size();
  }

  /** Adds what runs are sorted by as columns {@code o0}, {@code o1} and so on. */
  void addColumns(Sql sql) {
    for (int i = 0; i < terms.size(); i++) {
      sql.add(", ");
      terms.get(i).addValue(sql);
      sql.add(" as o" + i);
    }
  }

  void addOrder(Sql sql) {
    sql.add(" order by ");
    for (int i = 0; i < terms.size(); i++) {
      Term term = terms.get(i);
      sql.add((i == 0 ? "" : ", ") + term.rank("q.o" + i) + ", q.o" + i);
      sql.add(term.descending() ? " desc" : " asc");
    }
  }

  /** Adds that a run sorts after the one of the cursor. */
  void addAfter(Sql sql, String cursor) {
    List<@Nullable String> last = decode(cursor);
    sql.add("(");
    for (int i = 0; i < terms.size(); i++) {
      sql.add(i == 0 ? "" : " or ");
      sql.add("(");
      for (int equal = 0; equal < i; equal++) {
        terms.get(equal).addEqual(sql, "q.o" + equal, last.get(equal));
        sql.add(" and ");
      }
      terms.get(i).addAfter(sql, "q.o" + i, last.get(i));
      sql.add(")");
    }
    sql.add(")");
  }

  /** The cursor after a run of these values. */
  static String cursor(List<@Nullable String> values) {
    StringBuilder text = new StringBuilder();
    for (String value : values) {
      text.append(value == null ? ABSENT : PRESENT + base64(value)).append(',');
    }
    return base64(text.toString());
  }

  private List<@Nullable String> decode(String cursor) {
    try {
      List<@Nullable String> values = new ArrayList<>();
      for (String part : text(cursor).split(",")) {
        String value = part.equals(ABSENT) ? null : text(part.substring(1));
        if (value != null) {
          terms.get(values.size()).check(value);
        }
        values.add(value);
      }
      if (values.size() == terms.size()) {
        return values;
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
      // Answered below, as is a cursor of another order.
    }
    throw TrackingException.invalidSearch(
        "The cursor is none that a page of this order ended with. Begin at the first page.");
  }

  private static String base64(String value) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String base64) {
    return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private record Term(RunField field, boolean descending) {

    void addValue(Sql sql) {
      switch (field) {
        case RunField.Metric(String key) -> addValueOf(sql, "tracked_latest_metric", key);
        case RunField.Param(String key) -> addValueOf(sql, "tracked_param", key);
        case RunField.Tag(String key) -> addValueOf(sql, "tracked_tag", key);
        case RunField.Text(String column) -> sql.add(column);
        case RunField.Time(String column) -> sql.add(column);
        case RunField.Input input ->
            throw TrackingException.invalidSearch(
                "Runs are not sorted by datasets." + input.column());
      }
    }

    private static void addValueOf(Sql sql, String table, String key) {
      sql.add("(select x.value from " + table + " x where x.run_id = r.run_id and x.key = ?)", key);
    }

    String rank(String column) {
      return field instanceof RunField.Metric
          ? "case when %1$s is null then 2 when %1$s = 'NaN' then 1 else 0 end".formatted(column)
          : "case when %s is null then 2 else 0 end".formatted(column);
    }

    private String type() {
      return switch (field) {
        case RunField.Metric _ -> "float8";
        case RunField.Time _ -> "bigint";
        case RunField.Param _, RunField.Tag _, RunField.Text _, RunField.Input _ -> "text";
      };
    }

    void check(String value) {
      switch (type()) {
        case "float8" -> Double.parseDouble(value);
        case "bigint" -> Long.parseLong(value);
        default -> {
          if (value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("NUL");
          }
        }
      }
    }

    void addEqual(Sql sql, String column, @Nullable String value) {
      if (value == null) {
        sql.add(column + " is null");
      } else {
        sql.add(column + " = cast(? as " + type() + ")", value);
      }
    }

    void addAfter(Sql sql, String column, @Nullable String value) {
      if (value == null) {
        sql.add("false");
        return;
      }
      int rank =
          field instanceof RunField.Metric && Double.isNaN(Double.parseDouble(value)) ? 1 : 0;
      sql.add("(" + rank(column) + " > " + rank);
      if (rank == 0) {
        sql.add(
            " or ("
                + rank(column)
                + " = 0 and "
                + column
                + (descending ? " < " : " > ")
                + "cast(? as "
                + type()
                + "))",
            value);
      }
      sql.add(")");
    }
  }
}
