package io.churnops.training.forests;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How forests are treated that were grown elsewhere.
 *
 * @param largest the most bytes of one; about 20 for each node
 * @param grownAgain how many trees of each are grown again, 0 to 2,000; drawn by lot
 * @param retention how long one is kept after its upload, or after the last run that asked for it
 */
@Validated
@ConfigurationProperties(prefix = "churnops.forests", ignoreUnknownFields = false)
record ForestProperties(
    @NotNull @DefaultValue("128MB") DataSize largest,
    @Min(0) @Max(2000) @DefaultValue("10") int grownAgain,
    @NotNull @DefaultValue("7d") Duration retention) {}
