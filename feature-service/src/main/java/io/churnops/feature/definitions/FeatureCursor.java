package io.churnops.feature.definitions;

/** Where a page of features ended: at a feature of a view. The two have no dot in their names. */
record FeatureCursor(String view, String feature) {

  static FeatureCursor of(String cursor) {
    int dot = cursor.indexOf('.');
    return dot < 0
        ? new FeatureCursor(cursor, "")
        : new FeatureCursor(cursor.substring(0, dot), cursor.substring(dot + 1));
  }

  static String after(FeatureAnswer last) {
    return last.view() + "." + last.name();
  }
}
