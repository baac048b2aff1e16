package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

class SharedClassMetadataTests {

  private final SharedClassMetadata metadata = new SharedClassMetadata();

  @Test
  void readsForTheFirstContextWhatTheSecondNeeds() {
    int known;
    try (var first = start()) {
      assertThat(first.getBean(SharedClassMetadata.BEAN)).isSameAs(metadata);
      known = metadata.size();
      assertThat(known).as("class files that Boot asked for").isPositive();
    }

    try (var second = start()) {
      assertThat(second.getBean(SharedClassMetadata.BEAN)).isSameAs(metadata);
      assertThat(metadata.size()).isEqualTo(known);
    }
  }

  @Test
  void letsGoOfAll() {
    start().close();

    metadata.forget();

    assertThat(metadata.size()).isZero();
  }

  private ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(Configured.class)
        .web(WebApplicationType.NONE)
        .initializers(metadata)
        .run();
  }

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(JacksonAutoConfiguration.class)
  static class Configured {}
}
