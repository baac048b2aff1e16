package io.churnops.features.engine;

import java.util.Objects;

/** One position of a feature vector. */
public record FeatureColumn(String name, ColumnType type) {

  public FeatureColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
