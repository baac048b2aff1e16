package io.churnops.ingestion.intake;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How many requests with events are worked on.
 *
 * @param maxConcurrentRequests requests whose bodies are held at a time; each needs up to 16 MB, or
 *     25 MB if its events have extension attributes by the hundred
 * @param maxConcurrentPerKey those of one key; three quarters unless set, which leaves some to the
 *     others where there are several
 * @param admissionPatience how long a request waits for its place before it is answered 429
 * @param rememberedEvents acknowledged events that are known again as duplicates; each takes up to
 *     48 bytes
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.intake", ignoreUnknownFields = false)
record IntakeProperties(
    @DefaultValue("8") @Positive int maxConcurrentRequests,
    @Positive @Nullable Integer maxConcurrentPerKey,
    @DefaultValue("500ms") Duration admissionPatience,
    @DefaultValue("100000") @PositiveOrZero @Max(10_000_000) int rememberedEvents) {

  /** How many requests of one key are worked on at a time. */
  int placesPerKey() {
    return maxConcurrentPerKey != null
        ? maxConcurrentPerKey
        : (int) Math.max(1, maxConcurrentRequests * 3L / 4);
  }
}
