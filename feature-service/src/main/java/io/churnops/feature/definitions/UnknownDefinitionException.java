package io.churnops.feature.definitions;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** No view or label of this name or fingerprint was registered. */
final class UnknownDefinitionException extends ProblemException {

  private UnknownDefinitionException(String slug, String kind, String nameOrFingerprint) {
    super(
        HttpStatus.NOT_FOUND,
        slug,
        "Unknown " + kind,
        "No %s has the name or fingerprint '%s'. Register it first."
            .formatted(kind, nameOrFingerprint));
  }

  static UnknownDefinitionException view(String nameOrFingerprint) {
    return new UnknownDefinitionException("unknown-view", "feature view", nameOrFingerprint);
  }

  static UnknownDefinitionException label(String nameOrFingerprint) {
    return new UnknownDefinitionException("unknown-label", "label", nameOrFingerprint);
  }
}
