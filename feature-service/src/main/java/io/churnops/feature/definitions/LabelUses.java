package io.churnops.feature.definitions;

import java.util.List;

/** Knows who depends on a label. */
public interface LabelUses {

  /**
   * The model versions that are, or can be again at once, in service and were trained on a training
   * set with a label.
   */
  List<ViewUses.Use> ofLabel(String fingerprint);
}
