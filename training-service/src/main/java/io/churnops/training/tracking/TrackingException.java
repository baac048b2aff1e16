package io.churnops.training.tracking;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** What was asked of experiments or runs cannot be done. */
public final class TrackingException extends ProblemException {

  private TrackingException(HttpStatus status, String slug, String title, String detail) {
    super(status, slug, title, detail);
  }

  static TrackingException unknownExperiment(String which) {
    return new TrackingException(
        HttpStatus.NOT_FOUND,
        "unknown-experiment",
        "Unknown experiment",
        "There is no experiment '%s'.".formatted(which));
  }

  static TrackingException experimentExists(String name) {
    return new TrackingException(
        HttpStatus.CONFLICT,
        "experiment-exists",
        "Experiment exists",
        "An experiment '%s' exists, perhaps a deleted one that can be restored.".formatted(name));
  }

  static TrackingException experimentInUse(String name) {
    return new TrackingException(
        HttpStatus.CONFLICT,
        "experiment-in-use",
        "Experiment in use",
        "Training runs are filed under '%s'; it keeps its name.".formatted(name));
  }

  static TrackingException experimentDeleted(long id) {
    return new TrackingException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "experiment-deleted",
        "Experiment deleted",
        "Experiment %d is deleted; restore it before adding runs.".formatted(id));
  }

  static TrackingException unknownRun(String runId) {
    return new TrackingException(
        HttpStatus.NOT_FOUND,
        "unknown-run",
        "Unknown run",
        "There is no run '%s'.".formatted(runId));
  }

  static TrackingException runDeleted(String runId) {
    return new TrackingException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "run-deleted",
        "Run deleted",
        "Run '%s' is deleted; restore it before writing to it.".formatted(runId));
  }

  static TrackingException notYours(String runId) {
    return new TrackingException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "run-of-the-service",
        "Run of the service",
        "Run '%s' is a training run, which tells about itself; only tags can be added to it."
            .formatted(runId));
  }

  static TrackingException parameterFixed(String key, String was, String becomes) {
    return new TrackingException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "parameter-fixed",
        "Parameter fixed",
        "Parameter '%s' is '%s' and cannot become '%s': a run's parameters never change."
            .formatted(key, was, becomes));
  }

  static TrackingException unknownTag(String runId, String key) {
    return new TrackingException(
        HttpStatus.NOT_FOUND,
        "unknown-tag",
        "Unknown tag",
        "Run '%s' has no tag '%s'.".formatted(runId, key));
  }

  static TrackingException invalidSearch(String why) {
    return new TrackingException(
        HttpStatus.UNPROCESSABLE_CONTENT, "invalid-search", "Invalid search", why);
  }
}
