package io.churnops.ingestion.intake;

import io.churnops.ingestion.eventlog.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

  @Bean
  Intake intake(
      EventLog log, IntakeProperties properties, AcceptedEvents accepted, MeterRegistry metrics) {
    return new Intake(log, new RecentEvents(properties.rememberedEvents()), accepted, metrics);
  }

  @Bean
  Admission admission(IntakeProperties properties) {
    return new Admission(
        properties.maxConcurrentRequests(),
        properties.placesPerKey(),
        properties.admissionPatience());
  }
}
