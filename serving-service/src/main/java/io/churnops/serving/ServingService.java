package io.churnops.serving;

import io.churnops.kit.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The serving service: customer ids in, churn probabilities out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class ServingService {

  public static void main(String[] args) {
    ServiceLauncher.of(ServingService.class, "serving").run(args);
  }
}
