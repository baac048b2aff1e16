package io.churnops.platform;

import java.util.Locale;

/** The schemas of the suite's database. Each belongs to a role of the same name. */
public enum ServiceSchema {
  INGESTION,
  FEATURES,
  REGISTRY,
  SERVING,
  MONITORING;

  /** Name of the schema and of its role. */
  public String schemaName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
