package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Items of a list that is answered in pages.
 *
 * @param items the first of them
 * @param more whether there are further ones
 */
record Pages(List<JsonNode> items, boolean more) {

  private static final int LARGEST_PAGE = 200;

  /** Prints a table of the items, or that there are none, and for scripts the items. */
  void print(Terminal terminal, Table table, String nothing) {
    table.print(terminal, nothing);
    if (more) {
      terminal.line("There are more: --limit N");
    }
    terminal.document(items);
  }

  /** Reads page after page until there are so many items. */
  static Pages read(ServiceClient client, String path, Map<String, String> query, int most) {
    List<JsonNode> items = new ArrayList<>();
    Map<String, String> asked = new LinkedHashMap<>(query);
    while (true) {
      asked.put("limit", Integer.toString(Math.clamp(most - items.size(), 1, LARGEST_PAGE)));
      JsonNode page = client.get(path, asked);
      page.path("items").forEach(items::add);
      String cursor = page.path("nextCursor").stringValue("");
      if (cursor.isEmpty() || items.size() >= most) {
        return new Pages(items, !cursor.isEmpty());
      }
      asked.put("cursor", cursor);
    }
  }
}
