package io.churnops.feature;

import io.churnops.kit.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The feature store as a service. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class FeatureService {

  /** Starts the service alone. */
  public static void main(String[] args) {
    ServiceLauncher.of(FeatureService.class, "feature").run(args);
  }
}
