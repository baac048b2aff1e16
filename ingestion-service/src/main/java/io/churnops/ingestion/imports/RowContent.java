package io.churnops.ingestion.imports;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A row as it came, as JSON. */
final class RowContent {

  private RowContent() {}

  /**
   * The row's own JSON or its text; of fields an object by the names of the header, or an array
   * where there are more or fewer of them than names.
   */
  static JsonNode of(FileRow row, List<String> header) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    String original = row.original();
    if (original != null) {
      return ExactJson.of(original);
    }
    if (row.fields().size() != header.size()) {
      var array = nodes.arrayNode();
      row.fields().forEach(array::add);
      return array;
    }
    var object = nodes.objectNode();
    for (int i = 0; i < header.size(); i++) {
      object.put(header.get(i), row.fields().get(i));
    }
    return object;
  }
}
