package io.churnops.features.engine;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/** The counted categories in a state, each once: a number in a table is shorter than a text. */
final class CategoryTable {

  static final CategoryTable EMPTY = new CategoryTable(new Category[0]);

  private final Category[] ascending;

  CategoryTable(Category[] ascending) {
    this.ascending = ascending;
  }

  Category[] ascending() {
    return ascending;
  }

  int numberOf(Category category) {
    return Arrays.binarySearch(ascending, category);
  }

  /** Collects the categories of a state. */
  static final class Builder {

    private final SortedSet<Category> categories = new TreeSet<>();

    void add(Iterable<Category> more) {
      more.forEach(categories::add);
    }

    CategoryTable build() {
      return new CategoryTable(categories.toArray(Category[]::new));
    }
  }
}
