package io.churnops.feature.datasets;

import io.churnops.feature.datasets.TableSource.TableColumn;
import io.churnops.features.engine.ColumnType;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;

/** Finds out what a column of a table is, field by field. */
final class TableColumnReading {

  /** More categories than that tell of single customers, not of customers. */
  static final int MOST_CATEGORIES = 1_000;

  /** The feature engine cuts longer ones, and a table of long ones must not fill the memory. */
  private static final int LONGEST_CATEGORY = 200;

  private final String header;
  private final Set<String> categories = new HashSet<>();
  private long empty;
  private long notAvailable;
  private long numbers;
  private long rounded;
  private long others;
  private String firstOther = "";
  private long firstOtherLine;

  TableColumnReading(String header) {
    this.header = header;
  }

  void add(String field, long line) {
    if (field.isEmpty()) {
      empty++;
      return;
    }
    if (categories.size() <= MOST_CATEGORIES) {
      categories.add(cut(field));
    }
    if (TableFields.isNoNumberAtAll(field)) {
      notAvailable++;
      return;
    }
    OptionalDouble number = TableFields.number(field);
    if (number.isPresent()) {
      numbers++;
      rounded += TableFields.isRounded(number.getAsDouble()) ? 1 : 0;
    } else {
      if (others == 0) {
        firstOther = cut(field);
        firstOtherLine = line;
      }
      others++;
    }
  }

  private static String cut(String field) {
    return field.substring(0, Math.min(LONGEST_CATEGORY, field.length()));
  }

  boolean isNumber() {
    return others == 0 && (numbers > 0 || notAvailable == 0);
  }

  boolean hasTooManyCategories() {
    return !isNumber() && categories.size() > MOST_CATEGORIES;
  }

  /** A column of numbers but for a few values is worth mending, others are worth nothing. */
  String whyTextsAreNoUse() {
    String almost = almostNumber();
    return almost.isEmpty()
        ? "it tells customers apart, not kinds of customers. Leave it out (ignore)."
        : almost + ". Make them numbers or blanks, or leave the column out (ignore).";
  }

  TableColumn finish(String name) {
    return isNumber()
        ? new TableColumn(header, name, ColumnType.NUMBER, empty + notAvailable, rounding())
        : new TableColumn(header, name, ColumnType.CATEGORY, empty, almostNumber());
  }

  private String rounding() {
    return rounded == 0 ? "" : "%d values are rounded to six decimals".formatted(rounded);
  }

  private String almostNumber() {
    return numbers <= others
        ? ""
        : "%d of %d values are no plain numbers, the first is \"%s\" in line %d"
            .formatted(others, numbers + others, firstOther, firstOtherLine);
  }
}
