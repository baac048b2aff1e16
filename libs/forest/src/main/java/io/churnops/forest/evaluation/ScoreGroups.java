package io.churnops.forest.evaluation;

import java.util.Arrays;

/**
 * The distinct scores, highest first, with the churners and stayers at each. Metrics computed from
 * it cannot depend on the order of rows with equal scores.
 */
final class ScoreGroups {

  private final double[] scores;
  private final int[] churners;
  private final int[] stayers;
  private final int size;
  private final int allChurners;
  private final int allStayers;

  private ScoreGroups(double[] ofChurners, double[] ofStayers) {
    int most = ofChurners.length + ofStayers.length;
    scores = new double[most];
    churners = new int[most];
    stayers = new int[most];
    allChurners = ofChurners.length;
    allStayers = ofStayers.length;
    int groups = 0;
    int c = ofChurners.length - 1;
    int s = ofStayers.length - 1;
    while (c >= 0 || s >= 0) {
      double score =
          Math.max(
              c >= 0 ? ofChurners[c] : Double.NEGATIVE_INFINITY,
              s >= 0 ? ofStayers[s] : Double.NEGATIVE_INFINITY);
      scores[groups] = score;
      for (; c >= 0 && ofChurners[c] == score; c--) {
        churners[groups]++;
      }
      for (; s >= 0 && ofStayers[s] == score; s--) {
        stayers[groups]++;
      }
      groups++;
    }
    size = groups;
  }

  /**
   * Groups scores.
   *
   * @throws UnevaluableException if there are none, or all of one class
   * @throws IllegalArgumentException if a score is no probability, or labels are not as many
   */
  static ScoreGroups of(double[] scores, boolean[] churned) {
    if (scores.length != churned.length) {
      throw new IllegalArgumentException(scores.length + " scores, " + churned.length + " labels");
    }
    double[] ofChurners = new double[scores.length];
    double[] ofStayers = new double[scores.length];
    int c = 0;
    int s = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!(scores[i] >= 0 && scores[i] <= 1)) {
        throw new IllegalArgumentException("score " + i + " is no probability: " + scores[i]);
      }
      double score = scores[i] + 0.0; // makes -0 and 0 the same score
      if (churned[i]) {
        ofChurners[c++] = score;
      } else {
        ofStayers[s++] = score;
      }
    }
    if (c == 0 || s == 0) {
      throw new UnevaluableException(
          c + " churners and " + s + " stayers: evaluation needs some of both");
    }
    return new ScoreGroups(sorted(ofChurners, c), sorted(ofStayers, s));
  }

  private static double[] sorted(double[] values, int size) {
    double[] copy = Arrays.copyOf(values, size);
    Arrays.sort(copy);
    return copy;
  }

  int size() {
    return size;
  }

  double score(int group) {
    return scores[group];
  }

  int churners(int group) {
    return churners[group];
  }

  int stayers(int group) {
    return stayers[group];
  }

  int rows(int group) {
    return churners[group] + stayers[group];
  }

  int churners() {
    return allChurners;
  }

  int stayers() {
    return allStayers;
  }

  int rows() {
    return allChurners + allStayers;
  }
}
