package io.churnops.forest.artefact;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files of an artefact: exactly these, each with the most bytes it may have. */
enum ArtefactPart {
  MANIFEST("manifest.json", 1L << 20),
  SIGNATURE("manifest.sig", 64),
  TRIBUO_MODEL("tribuo-model.pb", 1L << 30),
  FOREST("forest.bin", 1L << 28),
  VIEW("view.yaml", 1L << 20),
  BASELINE("baseline.json", 1L << 24),
  REFERENCE("reference.json", 1L << 22);

  /** The files whose sizes and digests the manifest lists. */
  static final List<ArtefactPart> LISTED = List.of(TRIBUO_MODEL, FOREST, VIEW, BASELINE, REFERENCE);

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
