package io.churnops.feature.erasure;

import jakarta.validation.constraints.NotNull;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of erasures.
 *
 * @param answers the services that must answer before an erasure is complete
 */
@Validated
@ConfigurationProperties(prefix = "churnops.erasure", ignoreUnknownFields = false)
record ErasureSettings(@NotNull Set<String> answers) {}
