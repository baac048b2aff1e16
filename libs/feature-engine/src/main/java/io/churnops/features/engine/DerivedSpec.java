package io.churnops.features.engine;

import org.jspecify.annotations.Nullable;

/**
 * A feature computed from those before it.
 *
 * @param otherwise the value when the expression gives none; null for NULL
 */
record DerivedSpec(String name, String expression, Formula formula, @Nullable Double otherwise) {

  FeatureColumn column() {
    return new FeatureColumn(name, ColumnType.NUMBER);
  }
}
