package io.churnops.feature.state;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnection.PipeliningFlushPolicy;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.annotation.EnableScheduling;

/** How the service behaves towards a Redis that is away. */
@Configuration
@EnableScheduling
class StateConfiguration {

  private static final int COMMANDS_PER_PACKET = 100;

  /** While Redis is away, commands fail at once instead of waiting for it: the log answers. */
  @Bean
  LettuceClientOptionsBuilderCustomizer failFast() {
    return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
  }

  /** Commands of a pipeline travel together; on their own, each would be a packet and a wake-up. */
  @Bean
  static BeanPostProcessor pipelinesInPackets() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessBeforeInitialization(Object bean, String name) {
        if (bean instanceof LettuceConnectionFactory redis) {
          redis.setPipeliningFlushPolicy(PipeliningFlushPolicy.buffered(COMMANDS_PER_PACKET));
        }
        return bean;
      }
    };
  }
}
