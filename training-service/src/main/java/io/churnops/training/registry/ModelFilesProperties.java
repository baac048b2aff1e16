package io.churnops.training.registry;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where artefacts are, and the keys that sign and verify them.
 *
 * @param dataDir folder of this service's files; artefacts lie in {@code artefacts} below it
 * @param signingKeyFile Ed25519 private key, PKCS#8 in PEM
 * @param verifyKeyFile its public key, X.509 in PEM
 * @param deletedRetention how long a deleted version can be restored
 * @param orphanGrace how long a folder is left alone that belongs to no version
 */
@ConfigurationProperties(prefix = "churnops.models", ignoreUnknownFields = false)
record ModelFilesProperties(
    Path dataDir,
    Path signingKeyFile,
    Path verifyKeyFile,
    @DefaultValue("30d") Duration deletedRetention,
    @DefaultValue("24h") Duration orphanGrace) {}
