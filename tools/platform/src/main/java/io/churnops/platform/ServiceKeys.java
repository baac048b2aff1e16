package io.churnops.platform;

import java.util.List;
import java.util.Map;

/** Who gets an API key when a suite is first set up, and what each key allows. */
public final class ServiceKeys {

  /** Principal whose key allows everything. */
  public static final String ADMIN = "admin";

  /** Principal that scrapes metrics. */
  public static final String PROMETHEUS = "prometheus";

  /** Every scope of the suite but {@code admin}, which implies all. */
  public static final List<String> SCOPES =
      List.of(
          "events:write",
          "events:backfill",
          "events:read",
          "events:manage",
          "features:read",
          "features:write",
          "training:run",
          "models:read",
          "models:promote",
          "models:force",
          "models:approve",
          "scores:read",
          "monitoring:read",
          "metrics:read",
          "privacy:export",
          "privacy:erase");

  /** Scopes by principal. A service gets what it asks of the others, and nothing else. */
  static final Map<String, List<String>> GRANTS =
      Map.of(
          ADMIN,
          List.of("admin"),
          PROMETHEUS,
          List.of("metrics:read"),
          "ingestion-service",
          List.of(),
          "feature-service",
          List.of("events:read", "privacy:export"),
          "training-service",
          List.of("features:read", "features:write"),
          "serving-service",
          List.of("features:read", "models:read"),
          "monitoring-service",
          List.of("features:read", "models:read"));

  private ServiceKeys() {}
}
