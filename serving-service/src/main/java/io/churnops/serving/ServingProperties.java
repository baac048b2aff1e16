package io.churnops.serving;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How this service serves.
 *
 * @param model the registered model whose champion is served
 * @param checkEvery how often the champion alias is read again, beside the lifecycle topic
 * @param dataFolder where verified artefacts are kept for a start without the other services
 * @param verifyKeyFile PEM file of the public key that artefacts must be signed for
 * @param trainingServiceUrl where artefacts come from
 * @param featureServiceUrl where features come from when Redis cannot give them
 * @param redisTimeout how long a request waits for Redis before it asks feature-service
 * @param featureServiceTimeout how long a request waits for feature-service
 * @param fallbacks how many requests may wait for feature-service at once
 * @param predictionLogBuffer how many predictions wait for Kafka before new ones are dropped
 */
@Validated
@ConfigurationProperties(prefix = "churnops.serving", ignoreUnknownFields = false)
public record ServingProperties(
    @DefaultValue("churn") @NotBlank String model,
    @DefaultValue("30s") @NotNull Duration checkEvery,
    @NotNull Path dataFolder,
    @NotNull Path verifyKeyFile,
    @NotNull URI trainingServiceUrl,
    @NotNull URI featureServiceUrl,
    @DefaultValue("250ms") @NotNull Duration redisTimeout,
    @DefaultValue("2s") @NotNull Duration featureServiceTimeout,
    @DefaultValue("32") @Min(1) @Max(1_000) int fallbacks,
    @DefaultValue("10000") @Min(1) @Max(1_000_000) int predictionLogBuffer) {}
