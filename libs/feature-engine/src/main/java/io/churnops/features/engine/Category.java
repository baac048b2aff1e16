package io.churnops.features.engine;

import java.util.Comparator;

/** A text that is counted, and its hash, which decides whether there is room for it. */
record Category(long hash, String text) implements Comparable<Category> {

  private static final Comparator<Category> ORDER =
      Comparator.comparingLong(Category::hash).thenComparing(Category::text);

  /** A category by its text, well-formed and cut. */
  static Category of(String text) {
    return new Category(Distinct.hash(text), text);
  }

  @Override
  public int compareTo(Category other) {
    return ORDER.compare(this, other);
  }
}
