package io.churnops.forest.artefact;

import java.util.List;

/** What a loader scores before it trusts a model to do what it did when it was written. */
record ReferenceVectors(List<ReferenceVector> vectors) {

  ReferenceVectors {
    vectors = List.copyOf(vectors);
    if (vectors.isEmpty()) {
      throw new IllegalArgumentException("an artefact needs reference vectors");
    }
  }
}
