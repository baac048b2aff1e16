package io.churnops.feature.erasure;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.churnops.kit.erasure.Remaining;
import io.churnops.kit.kafka.BadRecordException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What {@code customer-erasure-answers.v1} says. */
record AnswerMessage(
    UUID erasureId,
    String service,
    Map<String, Long> removed,
    List<Remaining> remaining,
    Instant answeredAt) {

  /** As it comes, when anything may be missing. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Sent(
      @Nullable UUID erasureId,
      @Nullable String service,
      @Nullable Map<String, Long> removed,
      @Nullable List<Remaining> remaining,
      @Nullable Instant answeredAt) {}

  static AnswerMessage parse(byte @Nullable [] json, int index) {
    try {
      Sent sent = json == null ? null : JsonMapper.shared().readValue(json, Sent.class);
      if (sent != null
          && sent.erasureId() != null
          && sent.service() != null
          && sent.removed() != null
          && sent.answeredAt() != null) {
        return new AnswerMessage(
            sent.erasureId(),
            sent.service(),
            sent.removed(),
            sent.remaining() == null ? List.of() : sent.remaining(),
            sent.answeredAt());
      }
    } catch (JacksonException e) {
      throw new BadRecordException("malformed_answer", "The value is no answer", index);
    }
    throw new BadRecordException("incomplete_answer", "The answer lacks a field", index);
  }
}
