package io.churnops.forest.artefact;

import java.util.List;

/**
 * The signed page of an artefact: what the model is, and the size and digest of every other file.
 *
 * @param format the version of the folder's layout, now {@value #FORMAT}
 */
public record ModelManifest(int format, ModelDescription model, List<ArtefactFile> files) {

  public static final int FORMAT = 1;

  public ModelManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException("artefact format " + format + " is not " + FORMAT);
    }
    files = List.copyOf(files);
    List<ArtefactPart> parts = CompiledPart.listed(model.parameters());
    List<String> expected = parts.stream().map(ArtefactPart::fileName).toList();
    List<String> listed = files.stream().map(ArtefactFile::name).toList();
    if (!listed.equals(expected)) {
      throw new IllegalArgumentException("an artefact holds " + expected + ", not " + listed);
    }
    for (int i = 0; i < expected.size(); i++) {
      checkSize(files.get(i), parts.get(i).maxBytes());
    }
  }

  private static void checkSize(ArtefactFile file, long maxBytes) {
    if (file.size() < 0 || file.size() > maxBytes) {
      throw new IllegalArgumentException(
          file.name() + " has " + file.size() + " bytes, at most " + maxBytes + " are allowed");
    }
  }

  ArtefactFile file(ArtefactPart part) {
    return files.get(CompiledPart.listed(model.parameters()).indexOf(part));
  }
}
