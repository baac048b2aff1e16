package io.churnops.training.registry;

import io.churnops.kit.problem.ProblemException;
import java.time.Instant;
import org.springframework.http.HttpStatus;

/** The registry cannot do what was asked. */
final class RegistryException extends ProblemException {

  private RegistryException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static RegistryException unknownModel(String model) {
    return new RegistryException(
        HttpStatus.NOT_FOUND,
        "unknown-model",
        "Unknown model",
        "There is no model '%s'. GET /v1/models lists the models.".formatted(model));
  }

  static RegistryException unknownVersion(String model, int version) {
    return new RegistryException(
        HttpStatus.NOT_FOUND,
        "unknown-model-version",
        "Unknown model version",
        "Model '%s' has no version %d.".formatted(model, version));
  }

  static RegistryException unknownAlias(String model, String alias) {
    return new RegistryException(
        HttpStatus.NOT_FOUND,
        "unknown-alias",
        "Unknown alias",
        "Model '%s' has no alias '%s'.".formatted(model, alias));
  }

  static RegistryException unknownAlias(String model, String alias, Instant at) {
    return new RegistryException(
        HttpStatus.NOT_FOUND,
        "unknown-alias",
        "Unknown alias",
        "Model '%s' had no alias '%s' at %s.".formatted(model, alias, at));
  }

  static RegistryException artefactRefused(ModelVersion version, String why) {
    return new RegistryException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "artefact-refused",
        "Artefact refused",
        "The artefact of model '%s' version %d does not verify and must not be used: %s"
            .formatted(version.modelName(), version.version(), why));
  }
}
