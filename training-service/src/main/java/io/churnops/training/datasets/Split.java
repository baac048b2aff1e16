package io.churnops.training.datasets;

import io.churnops.forest.evaluation.TimeSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which rows a forest learns from, which choose its threshold, and which test it. Immature rows are
 * in no part.
 *
 * <p>By time: as {@link TimeSplit} says. After the threshold is chosen, the final forest learns
 * from all past rows.
 *
 * <p>Where the past is too short for a training and a validation part, a quarter of its customers
 * validates instead. Where there is no past at all, as in a table with one cutoff, customers are
 * set apart for the test as well; the result says nothing of another time, and the card says so.
 * Who asks for several test cutoffs wants another time, and is refused instead.
 *
 * @param past rows that the final forest learns from; {@code training} and {@code validation} are
 *     parts of it
 */
public record Split(Method method, int[] training, int[] validation, int[] past, int[] test) {

  private static final int FEWEST_TRAINING_ROWS = 50;
  private static final int QUARTER = 25;

  /** How the parts were told apart. */
  public enum Method {
    BY_TIME,
    BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS,
    BY_CUSTOMER,
    /** Each part holds all rows: every row is judged by a model of the other folds. */
    K_FOLD
  }

  /**
   * Splits the labelled rows of a dataset.
   *
   * @throws DatasetException when no honest parts can be made of it
   */
  public static Split of(Dataset data, SplitRequest request) {
    checkLabels(data);
    NavigableSet<Instant> cutoffs = labelledCutoffs(data);
    Duration horizon = data.manifest().label().horizonDuration();
    Optional<TimeSplit> parts =
        TimeSplit.of(cutoffs, horizon, request.testCutoffs(), request.validationCutoffs());
    if (parts.isPresent()) {
      for (Split split : byTime(data, parts.get())) {
        if (split.usable(data)) {
          return split;
        }
      }
    }
    if (parts.isEmpty() && request.testCutoffs() > 1) {
      throw new DatasetException(
          "too_few_cutoffs",
          "Dataset %s has labelled rows at %d cutoffs; with the newest %d to test, none is left that is %d days older. Ask for fewer test cutoffs, or make a dataset of more"
              .formatted(
                  data.manifest().datasetId(),
                  cutoffs.size(),
                  request.testCutoffs(),
                  horizon.toDays()));
    }
    Split split = byCustomer(data, cutoffs.last());
    if (split.usable(data)) {
      return split;
    }
    throw new DatasetException(
        "one_class",
        "Dataset %s cannot be split into parts of which each has customers who churned and who stayed"
            .formatted(data.manifest().datasetId()));
  }

  private static List<Split> byTime(Dataset data, TimeSplit parts) {
    NavigableSet<Instant> validation = parts.validation();
    int[] pastRows = labelled(data, row -> parts.past().contains(data.cutoff(row)));
    int[] testRows = labelled(data, row -> parts.test().contains(data.cutoff(row)));
    return List.of(
        new Split(
            Method.BY_TIME,
            labelled(data, row -> parts.training().contains(data.cutoff(row))),
            labelled(data, row -> validation.contains(data.cutoff(row))),
            pastRows,
            testRows),
        new Split(
            Method.BY_TIME_VALIDATED_ON_OTHER_CUSTOMERS,
            filter(pastRows, row -> bucket(data, row) >= QUARTER),
            filter(
                pastRows,
                row -> bucket(data, row) < QUARTER && validation.contains(data.cutoff(row))),
            pastRows,
            testRows));
  }

  private static Split byCustomer(Dataset data, Instant newest) {
    IntPredicate now = row -> data.cutoff(row).equals(newest);
    return new Split(
        Method.BY_CUSTOMER,
        labelled(data, row -> bucket(data, row) >= 2 * QUARTER),
        labelled(
            data,
            row ->
                bucket(data, row) >= QUARTER && bucket(data, row) < 2 * QUARTER && now.test(row)),
        labelled(data, row -> bucket(data, row) >= QUARTER),
        labelled(data, row -> setApart(data, row) && now.test(row)));
  }

  /** Whether the customer of a row is one of those who test, in a split by customer. */
  static boolean setApart(Dataset data, int row) {
    return bucket(data, row) < QUARTER;
  }

  private boolean usable(Dataset data) {
    return training.length >= FEWEST_TRAINING_ROWS / 2
        && bothClasses(data, training)
        && bothClasses(data, validation)
        && bothClasses(data, test);
  }

  private static boolean bothClasses(Dataset data, int[] rows) {
    return Arrays.stream(rows).mapToObj(data::churned).distinct().count() == 2;
  }

  static void checkLabels(Dataset data) {
    int[] labelled = labelled(data, _ -> true);
    String id = data.manifest().datasetId();
    if (labelled.length == 0) {
      throw new DatasetException(
          "no_labelled_rows",
          data.rows() == 0
              ? "Dataset %s has no rows: nobody was eligible at its cutoffs".formatted(id)
              : "Dataset %s has %d rows and none has a label: a label is known when its horizon has passed, or given by the spine"
                  .formatted(id, data.rows()));
    }
    if (labelled.length < FEWEST_TRAINING_ROWS) {
      throw new DatasetException(
          "too_few_rows",
          "Dataset %s has %d labelled rows; a model needs at least %d"
              .formatted(id, labelled.length, FEWEST_TRAINING_ROWS));
    }
    if (!bothClasses(data, labelled)) {
      throw new DatasetException(
          "one_class",
          "All %d labelled rows of dataset %s are customers who %s; a model needs both"
              .formatted(labelled.length, id, data.churned(labelled[0]) ? "churned" : "stayed"));
    }
  }

  private static NavigableSet<Instant> labelledCutoffs(Dataset data) {
    NavigableSet<Instant> cutoffs = new TreeSet<>();
    for (int row : labelled(data, _ -> true)) {
      cutoffs.add(data.cutoff(row));
    }
    return cutoffs;
  }

  /** 0 to 99, the same for all rows of a customer in every run. */
  private static int bucket(Dataset data, int row) {
    int hash = data.customerHash(row) * 0x9E3779B9;
    return Math.floorMod(hash ^ hash >>> 16, 100);
  }

  static int[] labelled(Dataset data, IntPredicate which) {
    return IntStream.range(0, data.rows()).filter(data::labelled).filter(which).toArray();
  }

  private static int[] filter(int[] rows, IntPredicate which) {
    return Arrays.stream(rows).filter(which).toArray();
  }
}
