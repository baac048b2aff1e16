package io.churnops.cli;

import io.churnops.cli.terminal.Moments;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Where a training run is, in one line. */
final class RunProgressText {

  private RunProgressText() {}

  static String of(JsonNode run) {
    String status = run.path("status").asString("");
    return switch (status) {
      case "QUEUED" -> "Waits for its turn.";
      case "RUNNING" -> running(run.path("progress"));
      case "FINISHED" -> finished(run);
      case "FAILED" ->
          "Failed: %s: %s"
              .formatted(
                  run.path("error").path("code").asString(""),
                  run.path("error").path("detail").asString(""));
      case "CANCELLED" ->
          "Cancelled by %s at %s."
              .formatted(
                  run.path("cancelledBy").asString(""),
                  Moments.toTheSecond(run.path("finishedAt").asString("")));
      default -> status;
    };
  }

  private static String running(JsonNode progress) {
    return switch (progress.path("phase").asString("")) {
      case "" -> "Begins.";
      case "FETCHING_DATA" -> "Fetches its training set.";
      case "SEARCHING" ->
          "Searches for parameters: %d of at most %d trials."
              .formatted(
                  progress.path("triedTrials").asInt(), progress.path("askedTrials").asInt());
      case "GROWING" -> growing(progress);
      case "JUDGING" -> "Judges the model.";
      case "PUBLISHING" -> "Publishes the version.";
      default -> progress.path("phase").asString("");
    };
  }

  private static String growing(JsonNode progress) {
    int askedTrees = progress.path("askedTrees").asInt();
    if (askedTrees == 0 && progress.path("askedFolds").asInt() > 0) {
      return "Fits folds: %d of %d."
          .formatted(progress.path("fittedFolds").asInt(), progress.path("askedFolds").asInt());
    }
    JsonNode left = progress.path("secondsLeft");
    return "Grows trees: %d of %d%s"
        .formatted(
            progress.path("grownTrees").asInt(),
            askedTrees,
            left.isNumber()
                ? String.format(Locale.ROOT, ", %.0f s left.", Math.ceil(left.asDouble()))
                : ".");
  }

  private static String finished(JsonNode run) {
    return String.format(
        Locale.ROOT,
        "Version %d of %s: AUC %.3f on %d rows it had not seen, %.1f s. %s",
        run.path("modelVersion").asInt(),
        run.path("model").asString(),
        run.path("metrics").path("auc").asDouble(),
        run.path("metrics").path("rows").asInt(),
        run.path("cost").path("wallSeconds").asDouble(),
        run.path("promotion").path("reason").asString(""));
  }
}
