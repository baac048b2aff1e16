package io.churnops.training;

import io.churnops.kit.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Trains models and keeps their registry. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TrainingService {

  public static void main(String[] args) {
    ServiceLauncher.of(TrainingService.class, "training").run(args);
  }
}
