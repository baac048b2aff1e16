package io.churnops.forest.tribuo;

import org.tribuo.OutputInfo;
import org.tribuo.classification.Label;

/** The two labels a model knows in Tribuo, named as in a training dataset's file. */
public final class ChurnLabels {

  public static final String STAYED = "0";
  public static final String CHURNED = "1";

  private ChurnLabels() {}

  public static Label of(boolean churned) {
    return new Label(churned ? CHURNED : STAYED);
  }

  static boolean isChurned(Label label) {
    return label.getLabel().equals(CHURNED);
  }

  static void check(OutputInfo<Label> info) {
    for (Label label : info.getDomain()) {
      if (!label.getLabel().equals(STAYED) && !label.getLabel().equals(CHURNED)) {
        throw new IllegalArgumentException(
            "labels are " + STAYED + " (stayed) and " + CHURNED + " (churned), not " + label);
      }
    }
  }
}
