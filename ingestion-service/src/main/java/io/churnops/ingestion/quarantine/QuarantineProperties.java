package io.churnops.ingestion.quarantine;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much is kept in quarantine, and for how long.
 *
 * @param maxOpen events that may await a decision; further quarantined ones wait on the topic
 * @param maxOpenRefused of those, events whose sender was told that they are refused; further ones
 *     stay on the topic only
 * @param retention how long an event is kept, decided on or not
 * @param auditRetention how long it is known who decided what
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.quarantine", ignoreUnknownFields = false)
record QuarantineProperties(
    @DefaultValue("100000") @Positive int maxOpen,
    @DefaultValue("50000") @Positive int maxOpenRefused,
    @DefaultValue("30d") Duration retention,
    @DefaultValue("400d") Duration auditRetention) {}
