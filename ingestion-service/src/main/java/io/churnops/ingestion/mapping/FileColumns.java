package io.churnops.ingestion.mapping;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the columns of a mapping stand in one file; columns it does not name are passed over. */
final class FileColumns {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final List<Column> columns;
  private final int[] places;
  private final int width;

  FileColumns(List<Column> columns, List<String> header) {
    this.columns = columns;
    List<String> names =
        header.stream().map(name -> name.replace(BYTE_ORDER_MARK, "").strip()).toList();
    if (new HashSet<>(names).size() != names.size()) {
      throw new ImportFailedException("The header of the file names a column twice.");
    }
    places = columns.stream().mapToInt(column -> place(column, names)).toArray();
    width = names.size();
  }

  private static int place(Column column, List<String> names) {
    int place = names.indexOf(column.name());
    if (place < 0) {
      throw new ImportFailedException(
          "The file has no column " + column.name() + " in its first line.");
    }
    return place;
  }

  /** What can be read of some columns in a row that may have other flaws. */
  Set<String> texts(List<String> fields, Set<Column> wanted) {
    Set<String> texts = new LinkedHashSet<>();
    if (fields.size() == width) {
      for (int i = 0; i < places.length; i++) {
        if (wanted.contains(columns.get(i))) {
          text(columns.get(i), fields.get(places[i])).ifPresent(texts::add);
        }
      }
    }
    return texts;
  }

  private static Optional<String> text(Column column, String field) {
    try {
      return Optional.ofNullable(column.cast(field)).map(Object::toString);
    } catch (RowFlaw unreadable) {
      return field.isBlank() ? Optional.empty() : Optional.of(field.strip());
    }
  }

  Row cast(List<String> fields) {
    if (fields.size() != width) {
      throw new RowFlaw("wrong_number_of_fields");
    }
    @Nullable Object[] values = new Object[places.length];
    for (int i = 0; i < places.length; i++) {
      values[i] = columns.get(i).cast(fields.get(places[i]));
    }
    return new Row(fields, values);
  }
}
