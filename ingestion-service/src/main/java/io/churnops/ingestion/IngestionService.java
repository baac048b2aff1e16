package io.churnops.ingestion;

import io.churnops.kit.ServiceLauncher;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Takes customer events in, checks them and acknowledges what Kafka has confirmed. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class IngestionService {

  public static void main(String[] args) {
    ServiceLauncher.of(IngestionService.class, "ingestion").run(args);
  }
}
