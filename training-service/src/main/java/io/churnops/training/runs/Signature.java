package io.churnops.training.runs;

import io.churnops.forest.ForestInputs;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.DatasetManifest;
import org.jspecify.annotations.Nullable;

/** What a version promises: what it reads, and what its score is the probability of. */
record Signature(ForestInputs inputs, Label label) {

  /**
   * What a version predicts.
   *
   * @param horizon absent for a table whose sender did not say
   */
  record Label(String name, String fingerprint, @Nullable String horizon) {

    static Label of(Dataset data) {
      DatasetManifest.Label label = data.manifest().label();
      return new Label(label.name(), label.fingerprint(), label.horizon());
    }
  }
}
