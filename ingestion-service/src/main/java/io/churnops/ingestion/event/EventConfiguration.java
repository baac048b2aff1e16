package io.churnops.ingestion.event;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class EventConfiguration {

  @Bean
  EventReader eventReader() {
    return new EventReader();
  }

  @Bean
  EventSchemas eventSchemas() {
    return new EventSchemas();
  }

  @Bean
  EventJudge eventJudge(EventSchemas schemas, QualityCheck quality, JsonMapper json) {
    return new EventJudge(schemas, quality, json);
  }
}
