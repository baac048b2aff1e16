package io.churnops.kit.security;

import java.util.Set;
import java.util.TreeSet;

/** What a key may allow. */
public final class Scopes {

  /** Allows everything. */
  public static final String ADMIN = "admin";

  private static final Set<String> ALL =
      Set.of(
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
          "privacy:erase",
          ADMIN);

  private Scopes() {}

  /** Every scope, sorted. */
  public static Set<String> all() {
    return new TreeSet<>(ALL);
  }
}
