package io.churnops.training.registry;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where artefacts are, and the keys that sign and verify them.
 *
 * @param dataDir folder of this service's files; artefacts lie in {@code artefacts} below it
 * @param signingKeyFile Ed25519 private key, PKCS#8 in PEM
 * @param verifyKeyFile its public key, X.509 in PEM
 */
@ConfigurationProperties(prefix = "churnops.models", ignoreUnknownFields = false)
record ModelFilesProperties(Path dataDir, Path signingKeyFile, Path verifyKeyFile) {}
