package io.churnops.ingestion.eventlog;

import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How events are kept.
 *
 * @param confirmWithin how long a request waits for Kafka's confirmation before it is answered 503
 * @param replicationFactor copies of each partition; 3 in production
 * @param minInSyncReplicas copies that must have a record before it counts as kept; 2 in production
 * @param retention how long Kafka keeps events and dead letters. Consumers and the quarantine must
 *     have read them by then; the log in Postgres keeps events for ever
 */
@Validated
@ConfigurationProperties(prefix = "churnops.ingestion.event-log", ignoreUnknownFields = false)
record EventLogProperties(
    @DefaultValue("10s") Duration confirmWithin,
    @DefaultValue("1") @Positive short replicationFactor,
    @DefaultValue("1") @Min(1) int minInSyncReplicas,
    @DefaultValue("30d") @DurationMin(days = 1) Duration retention) {}
