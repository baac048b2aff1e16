package io.churnops.feature.datasets;

import java.util.List;
import java.util.stream.IntStream;

/** What the columns of labels are called in the rows of a training set. */
public final class LabelColumns {

  private LabelColumns() {}

  /** The columns of labels, the main one first. */
  public static List<String> of(List<String> labels) {
    return IntStream.range(0, labels.size())
        .mapToObj(i -> i == 0 ? "label" : "label:" + labels.get(i))
        .toList();
  }
}
