package io.churnops.forest.artefact;

import java.util.Arrays;
import java.util.Optional;

/**
 * The files an artefact may hold, each with the most bytes it may have: all of them, but of the
 * compiled models the one of its algorithm.
 */
enum ArtefactPart {
  MANIFEST("manifest.json", 1L << 20),
  SIGNATURE("manifest.sig", 64),
  TRIBUO_MODEL("tribuo-model.pb", 1L << 30),
  FOREST("forest.bin", 1L << 28),
  LOGISTIC("logistic.json", 1L << 24),
  BOOSTED("boosted.bin", 1L << 28),
  VIEW("view.yaml", 1L << 20),
  BASELINE("baseline.json", 1L << 24),
  REFERENCE("reference.json", 1L << 22);

  private final String fileName;
  private final long maxBytes;

  ArtefactPart(String fileName, long maxBytes) {
    this.fileName = fileName;
    this.maxBytes = maxBytes;
  }

  String fileName() {
    return fileName;
  }

  long maxBytes() {
    return maxBytes;
  }

  static Optional<ArtefactPart> named(String fileName) {
    return Arrays.stream(values()).filter(part -> part.fileName.equals(fileName)).findFirst();
  }
}
