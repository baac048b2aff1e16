package io.churnops.monitoring;

import io.churnops.kit.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** monitoring-service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class MonitoringService {

  public static void main(String[] args) {
    ServiceLauncher.of(MonitoringService.class, "monitoring").run(args);
  }
}
