package io.churnops.training.datasets;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The labelled rows of a table in folds of about the same size and churn rate. A function of the
 * rows and the seed.
 *
 * @param rows all labelled rows, in order
 * @param folds places among {@code rows}, in order; each place is in one fold
 */
public record KFold(int[] rows, List<int[]> folds) {

  /**
   * Deals the rows out.
   *
   * @throws DatasetException if there are several moments, too few rows, or fewer of a class than
   *     folds
   */
  public static KFold of(Dataset data, int folds, long seed) {
    Split.checkLabels(data);
    int[] rows = Split.labelled(data, _ -> true);
    checkOneMoment(data, rows);
    var random = new SplittableRandom(seed);
    int[] churned = places(data, rows, true, random);
    int[] stayed = places(data, rows, false, random);
    if (Math.min(churned.length, stayed.length) < folds) {
      throw new DatasetException(
          "one_class",
          "Dataset %s has %d customers who churned and %d who stayed, too few for %d folds"
              .formatted(data.manifest().datasetId(), churned.length, stayed.length, folds));
    }
    return new KFold(
        rows,
        IntStream.range(0, folds).mapToObj(fold -> fold(churned, stayed, fold, folds)).toList());
  }

  /** The rows of a fold. */
  public int[] held(int fold) {
    return Arrays.stream(folds.get(fold)).map(place -> rows[place]).toArray();
  }

  /** The rows of all other folds. */
  public int[] others(int fold) {
    return Arrays.stream(otherPlaces(fold)).map(place -> rows[place]).toArray();
  }

  /** The places of the rows of all other folds. */
  public int[] otherPlaces(int fold) {
    boolean[] held = new boolean[rows.length];
    Arrays.stream(folds.get(fold)).forEach(place -> held[place] = true);
    return IntStream.range(0, rows.length).filter(place -> !held[place]).toArray();
  }

  private static void checkOneMoment(Dataset data, int[] rows) {
    Set<Instant> cutoffs = new TreeSet<>();
    Arrays.stream(rows).forEach(row -> cutoffs.add(data.cutoff(row)));
    if (cutoffs.size() > 1) {
      throw new DatasetException(
          "k_fold_over_time",
          "Dataset %s has labelled rows at %d moments; folds would mix them. Split it by time"
              .formatted(data.manifest().datasetId(), cutoffs.size()));
    }
  }

  /** The places of the rows of a class, in random order. */
  private static int[] places(Dataset data, int[] rows, boolean churned, RandomGenerator random) {
    int[] places =
        IntStream.range(0, rows.length)
            .filter(place -> data.churned(rows[place]) == churned)
            .toArray();
    for (int i = places.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = places[i];
      places[i] = places[other];
      places[other] = kept;
    }
    return places;
  }

  private static int[] fold(int[] churned, int[] stayed, int fold, int folds) {
    int last = folds - 1 - fold;
    return IntStream.concat(
            IntStream.range(0, churned.length).filter(i -> i % folds == fold).map(i -> churned[i]),
            IntStream.range(0, stayed.length).filter(i -> i % folds == last).map(i -> stayed[i]))
        .sorted()
        .toArray();
  }
}
