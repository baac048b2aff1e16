package io.churnops.ingestion.quarantine;

import io.churnops.ingestion.event.EventJudge;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The attributes of an event that may be anything, as far as they can be read and kept. */
record EventHead(
    @Nullable String id, @Nullable String source, @Nullable String type, @Nullable String subject) {

  private static final JsonMapper JSON = JsonMapper.shared();

  static EventHead of(byte[] content) {
    try {
      JsonNode event = JSON.readTree(content);
      return new EventHead(
          text(event.path("id")),
          text(event.path("source")),
          text(event.path("type")),
          text(event.path("subject")));
    } catch (JacksonException unreadable) {
      return new EventHead(null, null, null, null);
    }
  }

  private static @Nullable String text(JsonNode value) {
    return value.isString()
            && value.stringValue().length() <= EventJudge.MAX_TEXT
            && value.stringValue().chars().noneMatch(c -> c == 0 || Character.isSurrogate((char) c))
        ? value.stringValue()
        : null;
  }
}
