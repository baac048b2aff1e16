package io.churnops.kit.redis;

import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Connections to Redis that fell silent are ended and made anew, soon. */
@AutoConfiguration(before = DataRedisAutoConfiguration.class)
public final class RedisAutoConfiguration {

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration RECONNECT_EVERY = Duration.ofMillis(500);

  RedisAutoConfiguration() {}

  @Bean
  ClientResourcesBuilderCustomizer endSilence() {
    return resources ->
        resources
            .nettyCustomizer(
                new NettyCustomizer() {
                  @Override
                  public void afterChannelInitialized(Channel connection) {
                    connection.pipeline().addFirst(new SilenceWatch(PATIENCE));
                  }
                })
            // Lettuce would wait longer after each failure, up to half a minute.
            .reconnectDelay(Delay.constant(RECONNECT_EVERY));
  }
}
