package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionRow.Notes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes out of the whole text of a definition what changes no value. */
final class NotesReader {

  private NotesReader() {}

  /** The notes in a definition that was found sound. */
  static Notes of(String documentedJson) {
    JsonNode whole = JsonMapper.shared().readTree(documentedJson);
    List<String> tags = new ArrayList<>();
    whole.path("tags").forEach(tag -> tags.add(tag.stringValue()));
    return new Notes(
        text(whole, "description"), text(whole, "owner"), tags, text(whole, "freshness"));
  }

  private static @Nullable String text(JsonNode whole, String key) {
    return whole.path(key).stringValueOpt().orElse(null);
  }
}
