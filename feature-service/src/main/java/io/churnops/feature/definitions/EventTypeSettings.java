package io.churnops.feature.definitions;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where event types are registered.
 *
 * @param url the base address of ingestion-service
 */
@Validated
@ConfigurationProperties(prefix = "churnops.event-types", ignoreUnknownFields = false)
record EventTypeSettings(@NotNull URI url) {}
