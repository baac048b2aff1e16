package io.churnops.forest.artefact;

/** The artefact is not what its manifest says, or does not do what it says. */
public final class CorruptArtefactException extends ArtefactException {

  public CorruptArtefactException(String message) {
    super(message);
  }

  public CorruptArtefactException(String message, Throwable cause) {
    super(message, cause);
  }
}
