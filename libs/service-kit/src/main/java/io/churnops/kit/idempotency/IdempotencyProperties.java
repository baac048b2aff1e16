package io.churnops.kit.idempotency;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How keyed requests are remembered.
 *
 * @param rememberedFor how long an Idempotency-Key gets the answer it got first
 */
@ConfigurationProperties(prefix = "churnops.idempotency", ignoreUnknownFields = false)
record IdempotencyProperties(@DefaultValue("24h") Duration rememberedFor) {}
