package io.churnops.training.datasets;

/** How many of the newest cutoffs test a model, and how many before them choose its threshold. */
public record SplitRequest(int testCutoffs, int validationCutoffs) {

  public SplitRequest {
    if (testCutoffs < 1 || validationCutoffs < 1) {
      throw new IllegalArgumentException("a split needs a cutoff to test and one to validate on");
    }
  }
}
