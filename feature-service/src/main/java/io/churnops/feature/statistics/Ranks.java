package io.churnops.feature.statistics;

import io.churnops.feature.statistics.CategorySummary.Counts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What ranking by one column alone is worth: the chance that a positive row ranks above a negative
 * one, ties counting half (Mann and Whitney), in the better direction.
 *
 * @param auc at least .5; NaN without both classes
 * @param standardError by Hanley and McNeil (1982)
 */
record Ranks(double auc, double standardError) {

  /** Rows that rank equally. */
  private record Tie(double score, long positives, long negatives) {}

  /** Ranks numbers; NaN, which is missing, ranks below all others. */
  static Ranks ofNumbers(double[] values, int size, LabelSample labels) {
    int labelled = 0;
    int positive = 0;
    for (int rows = 0; rows < size; rows++) {
      labelled += labels.isLabelled(rows) ? 1 : 0;
      positive += labels.isPositive(rows) ? 1 : 0;
    }
    double[] positives = new double[positive];
    double[] negatives = new double[labelled - positive];
    int p = 0;
    int n = 0;
    for (int rows = 0; rows < size; rows++) {
      if (labels.isLabelled(rows)) {
        double value = Double.isNaN(values[rows]) ? Double.NEGATIVE_INFINITY : values[rows] + 0.0;
        if (labels.isPositive(rows)) {
          positives[p++] = value;
        } else {
          negatives[n++] = value;
        }
      }
    }
    Arrays.sort(positives, 0, p);
    Arrays.sort(negatives, 0, n);
    return of(wins(positives, p, negatives, n), p, n);
  }

  /** Pairs in which the positive value is larger, ties counting half; both sorted. */
  private static double wins(double[] positives, int p, double[] negatives, int n) {
    double wins = 0;
    int below = 0;
    int upTo = 0;
    for (int i = 0; i < p; i++) {
      while (below < n && negatives[below] < positives[i]) {
        below++;
      }
      upTo = Math.max(upTo, below);
      while (upTo < n && negatives[upTo] <= positives[i]) {
        upTo++;
      }
      wins += (below + upTo) / 2.0;
    }
    return wins;
  }

  /** Ranks each half of the rows by the positive shares of the other half. */
  static Ranks ofCategories(List<Counts> categories) {
    double wins = 0;
    double pairs = 0;
    long positives = 0;
    long negatives = 0;
    for (int half = 0; half < 2; half++) {
      List<Tie> ties = scored(categories, half);
      long p = ties.stream().mapToLong(Tie::positives).sum();
      long n = ties.stream().mapToLong(Tie::negatives).sum();
      wins += wins(ties);
      pairs += (double) p * n;
      positives += p;
      negatives += n;
    }
    double auc = wins / pairs;
    return new Ranks(Math.max(auc, 1 - auc), standardError(auc, positives, negatives));
  }

  private static List<Tie> scored(List<Counts> categories, int half) {
    int other = 1 - half;
    double prior = prior(categories, other);
    List<Tie> ties = new ArrayList<>();
    for (Counts counts : categories) {
      double score =
          (counts.positives[other] + prior)
              / (counts.positives[other] + counts.negatives[other] + 1);
      ties.add(new Tie(score, counts.positives[half], counts.negatives[half]));
    }
    ties.sort(Comparator.comparingDouble(Tie::score));
    return ties;
  }

  private static double prior(List<Counts> categories, int half) {
    long p = categories.stream().mapToLong(counts -> counts.positives[half]).sum();
    long n = categories.stream().mapToLong(counts -> counts.negatives[half]).sum();
    return p + n == 0 ? 0.5 : (double) p / (p + n);
  }

  private static double wins(List<Tie> sorted) {
    double wins = 0;
    double below = 0;
    for (int i = 0; i < sorted.size(); ) {
      long positives = 0;
      long negatives = 0;
      double score = sorted.get(i).score();
      for (; i < sorted.size() && sorted.get(i).score() == score; i++) {
        positives += sorted.get(i).positives();
        negatives += sorted.get(i).negatives();
      }
      wins += positives * (below + negatives / 2.0);
      below += negatives;
    }
    return wins;
  }

  private static Ranks of(double wins, long positives, long negatives) {
    double auc = wins / ((double) positives * negatives);
    return new Ranks(Math.max(auc, 1 - auc), standardError(auc, positives, negatives));
  }

  private static double standardError(double auc, long positives, long negatives) {
    double better = Math.max(auc, 1 - auc);
    double q1 = better / (2 - better);
    double q2 = 2 * better * better / (1 + better);
    double variance =
        (better * (1 - better)
                + (positives - 1) * (q1 - better * better)
                + (negatives - 1) * (q2 - better * better))
            / ((double) positives * negatives);
    return Math.sqrt(Math.max(0, variance));
  }
}
