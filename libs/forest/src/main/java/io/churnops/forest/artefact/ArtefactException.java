package io.churnops.forest.artefact;

/** An artefact that must not be used. Trying again does not help; another artefact does. */
public abstract sealed class ArtefactException extends RuntimeException
    permits UntrustedArtefactException, CorruptArtefactException {

  ArtefactException(String message) {
    super(message);
  }

  ArtefactException(String message, Throwable cause) {
    super(message, cause);
  }
}
