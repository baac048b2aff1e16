package io.churnops.training.retraining;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How retrainings are worked on.
 *
 * @param lookEvery how often a step that goes on elsewhere is looked at, 100 ms at least
 * @param patience how long a step waits for a feature-service that gives no answer, and for the
 *     bucket of the artefacts
 */
@Validated
@ConfigurationProperties(prefix = "churnops.retraining", ignoreUnknownFields = false)
record RetrainingProperties(
    @NotNull @DurationMin(millis = 100) @DefaultValue("1s") Duration lookEvery,
    @NotNull @DurationMin(millis = 100) @DefaultValue("30m") Duration patience) {}
