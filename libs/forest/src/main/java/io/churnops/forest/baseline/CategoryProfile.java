package io.churnops.forest.baseline;

import java.util.List;

/**
 * How often each category occurred.
 *
 * @param categories the most frequent ones, at most {@value #MAX_CATEGORIES}, most frequent first
 */
public record CategoryProfile(String name, long rows, List<CategoryCount> categories, long missing)
    implements FeatureProfile {

  public static final int MAX_CATEGORIES = 64;

  public CategoryProfile {
    categories = List.copyOf(categories);
    long listed = categories.stream().mapToLong(CategoryCount::count).sum();
    if (missing < 0
        || listed + missing > rows
        || categories.stream().anyMatch(category -> category.count() < 1)) {
      throw new IllegalArgumentException("the counts of " + name + " exceed " + rows + " rows");
    }
    if (categories.size() > MAX_CATEGORIES
        || categories.stream().map(CategoryCount::value).distinct().count() != categories.size()) {
      throw new IllegalArgumentException(
          name + " lists a category twice, or more than " + MAX_CATEGORIES);
    }
  }

  /** The rows with a category too rare to be listed. */
  public long unlisted() {
    return rows - missing - categories.stream().mapToLong(CategoryCount::count).sum();
  }
}
