package io.churnops.cli.suite;

import io.churnops.platform.ServiceSchema;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The five services, in the order in which they start. */
public enum SuiteService {
  INGESTION(8081, "io.churnops.ingestion.IngestionService", ServiceSchema.INGESTION),
  FEATURE(8082, "io.churnops.feature.FeatureService", ServiceSchema.FEATURES),
  TRAINING(8083, "io.churnops.training.TrainingService", ServiceSchema.REGISTRY),
  SERVING(8084, "io.churnops.serving.ServingService", ServiceSchema.SERVING),
  MONITORING(8085, "io.churnops.monitoring.MonitoringService", ServiceSchema.MONITORING);

  private final int defaultPort;
  private final String mainClass;
  private final ServiceSchema schema;

  SuiteService(int defaultPort, String mainClass, ServiceSchema schema) {
    this.defaultPort = defaultPort;
    this.mainClass = mainClass;
    this.schema = schema;
  }

  /** The service of that short name. */
  public static Optional<SuiteService> named(String name) {
    return Arrays.stream(values()).filter(service -> service.shortName().equals(name)).findFirst();
  }

  /** Short name, also that of its configuration: {@code ingestion}. */
  public String shortName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Name of the module, of its jar and of its principal: {@code ingestion-service}. */
  public String fullName() {
    return shortName() + "-service";
  }

  String mainClass() {
    return mainClass;
  }

  ServiceSchema schema() {
    return schema;
  }

  int defaultPort() {
    return defaultPort;
  }

  /** Whether it computes enough to be worth the optimising compiler in a JVM of its own. */
  boolean computes() {
    return this == TRAINING || this == SERVING;
  }
}
