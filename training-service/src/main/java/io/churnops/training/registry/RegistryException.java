package io.churnops.training.registry;

import io.churnops.kit.problem.ProblemException;
import io.churnops.training.bucket.BucketException;
import io.churnops.training.bucket.BucketUnavailableException;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;

/** The registry cannot do what was asked. */
public final class RegistryException extends ProblemException {

  private static final int RETRY_SECONDS = 10;

  private RegistryException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  /** Nobody has heard of the model. */
  public static RegistryException unknownModel(String model) {
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

  static RegistryException modelExists(String model) {
    return new RegistryException(
        HttpStatus.CONFLICT,
        "model-exists",
        "Model exists",
        "There is a model '%s'.".formatted(model));
  }

  static RegistryException modelHasVersions(String model) {
    return new RegistryException(
        HttpStatus.CONFLICT,
        "model-has-versions",
        "Model has versions",
        "Model '%s' has versions, whose signed artefacts name it: it keeps its name, and stays. Delete single versions."
            .formatted(model));
  }

  static RegistryException championNeeded(String model) {
    return new RegistryException(
        HttpStatus.CONFLICT,
        "champion-needed",
        "Champion needed",
        "Model '%s' would be without a champion. Move the alias to another version, or force it."
            .formatted(model));
  }

  static RegistryException tooManyTags(int most) {
    return new RegistryException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "too-many-tags",
        "Too many tags",
        "There would be more than %d tags. Remove some first.".formatted(most));
  }

  static RegistryException versionInUse(String model, int version, List<String> aliases) {
    return new RegistryException(
        HttpStatus.CONFLICT,
        "version-in-use",
        "Version in use",
        "Version %d of model '%s' is its %s. Move the alias to another version first."
            .formatted(version, model, String.join(", ", aliases)));
  }

  static RegistryException versionDeleted(String model, int version) {
    return new RegistryException(
        HttpStatus.CONFLICT,
        "version-deleted",
        "Version deleted",
        "Version %d of model '%s' was deleted. Restore it first, if its artefact is still there."
            .formatted(version, model));
  }

  static RegistryException versionRejected(String model, int version, Approval word) {
    return new RegistryException(
        HttpStatus.CONFLICT,
        "version-rejected",
        "Version rejected",
        "Version %d of model '%s' does not become the champion: rejected by %s: %s"
            .formatted(version, model, word.decidedBy(), word.reason()));
  }

  static RegistryException artefactRemoved(ModelVersion version) {
    return new RegistryException(
        HttpStatus.GONE,
        "artefact-removed",
        "Artefact removed",
        "Version %d of model '%s' was deleted and its artefact removed; it can be reproduced from its run."
            .formatted(version.version(), version.modelName()));
  }

  /** What the storage said is for the log alone. */
  static RegistryException artefactsUnavailable(BucketException trouble) {
    boolean passing = trouble instanceof BucketUnavailableException;
    var unavailable =
        new RegistryException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "artefacts-unavailable",
            "Artefacts unavailable",
            passing
                ? "The storage of the artefacts does not answer at the moment. Ask again."
                : "The storage of the artefacts refuses training-service, whose log says why.");
    if (passing) {
      unavailable.retryAfter(RETRY_SECONDS);
    }
    return unavailable;
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
