package io.churnops.feature.lineage;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Who is told of runs as OpenLineage events.
 *
 * @param url where events are posted, as {@code http://marquez:5000/api/v1/lineage}; nobody is told
 *     if empty
 * @param apiKeyFile holds the receiver's key, sent as bearer token; none if absent
 * @param timeout how long the receiver may take to answer
 * @param retryAtMost the longest pause between attempts while the receiver is away
 */
@Validated
@ConfigurationProperties(prefix = "churnops.lineage", ignoreUnknownFields = false)
record LineageSettings(
    @NotNull @Pattern(regexp = "(https?://\\S+)?", message = "must be an HTTP address, or empty")
        String url,
    @Nullable Path apiKeyFile,
    @NotNull @DurationMin(millis = 100) Duration timeout,
    @NotNull @DurationMin(millis = 100) Duration retryAtMost) {

  /** Whether anybody is to be told. */
  boolean isOn() {
    return !url.isEmpty();
  }
}
