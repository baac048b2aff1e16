package io.churnops.kit;

import java.time.Clock;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The clock of a service, the one place that reads it, and the ids made from it. */
@AutoConfiguration
public final class KitAutoConfiguration {

  KitAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  InstantSource clock() {
    return Clock.systemUTC();
  }

  @Bean
  Ids ids(InstantSource clock) {
    return new Ids(clock);
  }
}
