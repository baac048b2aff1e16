package io.churnops.training.datasets;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where datasets come from.
 *
 * @param url base address of feature-service
 * @param patience how long a run waits for a feature-service that gives no answer
 */
@ConfigurationProperties(prefix = "churnops.feature-service", ignoreUnknownFields = false)
record FeatureServiceProperties(URI url, @DefaultValue("2m") Duration patience) {}
