package io.churnops.kit.client;

import io.churnops.kit.security.ClientKey;
import io.churnops.kit.security.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.RestClient;

/** Clients of the other services. */
@AutoConfiguration(after = {RestClientAutoConfiguration.class, SecurityAutoConfiguration.class})
public final class ClientAutoConfiguration {

  ClientAutoConfiguration() {}

  @Bean
  ServiceClients serviceClients(RestClient.Builder builder, ClientKey key) {
    return new ServiceClients(builder, key);
  }
}
