package io.churnops.kit.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the keys are.
 *
 * @param apiKeysFile JSON file of the keys that may call this service, hashed
 * @param clientKeyFile file of the key with which this service calls others
 */
@ConfigurationProperties(prefix = "churnops.security", ignoreUnknownFields = false)
record SecurityProperties(Path apiKeysFile, Path clientKeyFile) {}
