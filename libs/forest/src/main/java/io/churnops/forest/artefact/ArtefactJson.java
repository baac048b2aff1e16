package io.churnops.forest.artefact;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON files of an artefact: the same value gives the same bytes; reading is strict. */
final class ArtefactJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ArtefactJson() {}

  static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  static <T> T read(byte[] json, Class<T> type, ArtefactPart part) {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new CorruptArtefactException(part.fileName() + " is null");
      }
      return value;
    } catch (JacksonException e) {
      throw new CorruptArtefactException(
          part.fileName() + " cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
