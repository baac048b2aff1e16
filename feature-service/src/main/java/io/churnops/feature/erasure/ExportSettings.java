package io.churnops.feature.erasure;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What can be set of exports.
 *
 * @param services the base addresses, by name, of other services that keep something of customers
 */
@Validated
@ConfigurationProperties(prefix = "churnops.export", ignoreUnknownFields = false)
record ExportSettings(@NotNull Map<String, URI> services) {}
