package io.churnops.training.datasets;

/** How training sets are named. */
public final class DatasetIds {

  /** What may be an id; whether there is such a training set, feature-service knows. */
  public static final String FORM = "[A-Za-z0-9_-]{1,200}";

  public static final String NONE = "must be an id like 01a1e0a4-77a8-7c1e-b1d0-3f1f2b8c9d10";

  private DatasetIds() {}

  /** What to say of an id that is none. */
  static String unknown(String id) {
    return "There is no training set '%s'.".formatted(id);
  }
}
