package io.churnops.training.datasets;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Rows of the past to learn from and others to judge on, none of them a test row.
 *
 * @param training rows whose label was known before the first of {@code validation}, where the
 *     split is by time
 */
public record Fold(int[] training, int[] validation) {

  /** Fewer teach no model. */
  public static final int FEWEST_TRAINING_ROWS = 25;

  /**
   * So many folds of the past of a split, fewer where the past is short: each of its newest cutoffs
   * judges what came a horizon before. Where no cutoff can, as in a table, the customers are parted
   * and each part judges what the others teach.
   *
   * @throws DatasetException when no honest fold can be made
   */
  public static List<Fold> of(Dataset data, Split split, int wanted) {
    List<Fold> folds =
        split.method() == Split.Method.BY_CUSTOMER ? List.of() : byTime(data, split.past(), wanted);
    if (folds.isEmpty()) {
      folds = byCustomer(data, split.past(), wanted);
    }
    if (folds.isEmpty()) {
      throw new DatasetException(
          "no_search_folds",
          "The past of dataset %s has too few rows of both classes to search parameters on"
              .formatted(data.manifest().datasetId()));
    }
    return folds;
  }

  private static List<Fold> byTime(Dataset data, int[] past, int wanted) {
    Duration horizon = data.manifest().label().horizonDuration();
    NavigableSet<Instant> cutoffs = new TreeSet<>();
    Arrays.stream(past).mapToObj(data::cutoff).forEach(cutoffs::add);
    var folds = new ArrayList<Fold>();
    for (Instant judging : cutoffs.descendingSet()) {
      Instant known = judging.minus(horizon);
      var fold =
          new Fold(
              filter(
                  past,
                  row -> !data.cutoff(row).isAfter(known) && data.cutoff(row).isBefore(judging)),
              filter(past, row -> data.cutoff(row).equals(judging)));
      if (folds.size() < wanted && fold.usable(data)) {
        folds.add(fold);
      }
    }
    return folds;
  }

  private static List<Fold> byCustomer(Dataset data, int[] past, int wanted) {
    int parts = Math.max(3, wanted);
    var folds = new ArrayList<Fold>();
    for (int part = 0; part < wanted; part++) {
      int judging = part;
      var fold =
          new Fold(
              filter(past, row -> part(data, row, parts) != judging),
              filter(past, row -> part(data, row, parts) == judging));
      if (fold.usable(data)) {
        folds.add(fold);
      }
    }
    return folds;
  }

  /** The same for all rows of a customer, and of another mixing than the split's. */
  private static int part(Dataset data, int row, int parts) {
    int hash = data.customerHash(row) * 0x85EBCA6B;
    return Math.floorMod(hash ^ hash >>> 15, parts);
  }

  private boolean usable(Dataset data) {
    return training.length >= FEWEST_TRAINING_ROWS
        && bothClasses(data, training)
        && bothClasses(data, validation);
  }

  private static boolean bothClasses(Dataset data, int[] rows) {
    return Arrays.stream(rows).mapToObj(data::churned).distinct().count() == 2;
  }

  private static int[] filter(int[] rows, IntPredicate which) {
    return Arrays.stream(rows).filter(which).toArray();
  }
}
