package io.churnops.feature.state;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration
@EnableScheduling
class StateConfiguration {

  /** While Redis is away, commands fail at once instead of waiting for it: the log answers. */
  @Bean
  LettuceClientOptionsBuilderCustomizer failFast() {
    return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
  }
}
