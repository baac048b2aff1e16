package io.churnops.feature.log;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads payloads, within limits. One reader for what arrives and what is logged. */
final class EventPayload {

  static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEPTH = 64;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.threadLocalPool())
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What was let in to the log is one document. */
  private static final ObjectReader LOGGED =
      JSON.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private EventPayload() {}

  static JsonNode parse(String json) throws JacksonException {
    return JSON.readTree(json);
  }

  /** Reads UTF-8 from the log. */
  static JsonNode logged(byte[] json, int offset, int length) throws JacksonException {
    return LOGGED.readTree(json, offset, length);
  }
}
