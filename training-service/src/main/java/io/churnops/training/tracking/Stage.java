package io.churnops.training.tracking;

import java.util.Locale;

/** Whether an experiment or a run is there, or deleted and can be restored. */
public enum Stage {
  ACTIVE,
  DELETED;

  static Stage of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /** As it is stored and told. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
