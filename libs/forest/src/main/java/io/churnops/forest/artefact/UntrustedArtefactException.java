package io.churnops.forest.artefact;

/** The artefact's manifest does not carry a valid signature of the expected key. */
public final class UntrustedArtefactException extends ArtefactException {

  public UntrustedArtefactException(String message) {
    super(message);
  }
}
