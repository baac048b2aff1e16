package io.churnops.serving.features;

import io.churnops.kit.client.ServiceClients;
import io.churnops.serving.ServingProperties;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FeaturesConfiguration {

  @Bean
  FeatureServiceClient featureServiceClient(ServiceClients clients, ServingProperties properties) {
    return clients.create(
        FeatureServiceClient.class,
        properties.featureServiceUrl(),
        properties.featureServiceTimeout());
  }

  @Bean
  FreshnessClient freshnessClient(ServiceClients clients, ServingProperties properties) {
    return clients.create(
        FreshnessClient.class, properties.featureServiceUrl(), properties.featureServiceTimeout());
  }

  /** A request must not wait for a Redis that is gone: feature-service is asked at once. */
  @Bean
  LettuceClientOptionsBuilderCustomizer failFast() {
    return options -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
  }
}
