package io.churnops.training.registry;

import org.jspecify.annotations.Nullable;

/**
 * The wish to let an alias mean a version.
 *
 * @param expected when given, what the alias must mean now; 0 means that it must not exist
 * @param gates what the version was held to; the champion's alias moves only with it
 * @param forced the alias is to move whatever the gates say
 */
public record AliasMove(
    String modelName,
    String alias,
    int version,
    @Nullable Integer expected,
    String actor,
    String reason,
    @Nullable GateReport gates,
    boolean forced) {

  /** A move of which no gates were asked. */
  public AliasMove(
      String modelName,
      String alias,
      int version,
      @Nullable Integer expected,
      String actor,
      String reason) {
    this(modelName, alias, version, expected, actor, reason, null, false);
  }

  /** The same move with what its version was held to. */
  public AliasMove judged(GateReport report, boolean force) {
    return new AliasMove(modelName, alias, version, expected, actor, reason, report, force);
  }

  /** Whether the alias moves against its gates. */
  boolean overrides() {
    return forced && gates != null && !gates.passed();
  }

  boolean toChampion() {
    return alias.equals(Alias.CHAMPION);
  }
}
