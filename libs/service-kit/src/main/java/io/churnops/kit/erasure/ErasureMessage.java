package io.churnops.kit.erasure;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.churnops.kit.kafka.BadRecordException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What {@code customer-erasures.v1} says. */
record ErasureMessage(UUID erasureId, List<String> customerIds) {

  /** As it comes, when anything may be missing. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Sent(@Nullable UUID erasureId, @Nullable List<String> customerIds) {}

  static ErasureMessage parse(byte @Nullable [] json, int index) {
    try {
      Sent sent = json == null ? null : JsonMapper.shared().readValue(json, Sent.class);
      if (sent != null && sent.erasureId() != null && sent.customerIds() != null) {
        return new ErasureMessage(sent.erasureId(), sent.customerIds());
      }
    } catch (JacksonException e) {
      throw new BadRecordException("malformed_erasure", "The value is no erasure", index);
    }
    throw new BadRecordException("incomplete_erasure", "The erasure lacks a field", index);
  }
}
