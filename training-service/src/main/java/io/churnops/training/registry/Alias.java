package io.churnops.training.registry;

import java.time.Instant;

/** A name that means one version of a model at a time, such as {@code champion}. */
public record Alias(
    String modelName, String alias, int version, Instant movedAt, String movedBy, String reason) {

  /** The alias of the version that answers. */
  public static final String CHAMPION = "champion";
}
