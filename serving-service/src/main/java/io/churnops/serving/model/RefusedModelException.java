package io.churnops.serving.model;

import io.churnops.forest.artefact.ArtefactException;
import io.churnops.forest.artefact.CorruptArtefactException;
import io.churnops.forest.artefact.UntrustedArtefactException;

/** An artefact that is not served: the one that is keeps being served instead. */
final class RefusedModelException extends RuntimeException {

  private final String reason;

  private RefusedModelException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  static RefusedModelException of(ArtefactException refused) {
    String reason =
        switch (refused) {
          case UntrustedArtefactException _ -> "untrusted";
          case CorruptArtefactException _ -> "corrupt";
        };
    return new RefusedModelException(reason, String.valueOf(refused.getMessage()));
  }

  /** It is sound, and not the one that the alias names. */
  static RefusedModelException mismatched(String message) {
    return new RefusedModelException("mismatched", message);
  }

  /** It is sound, and this service cannot feed it. */
  static RefusedModelException incompatible(String message) {
    return new RefusedModelException("incompatible", message);
  }

  /** One of a few words, for metrics. */
  String reason() {
    return reason;
  }
}
