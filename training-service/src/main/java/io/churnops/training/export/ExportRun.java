package io.churnops.training.export;

import static io.churnops.training.export.Messages.message;
import static io.churnops.training.export.Messages.pairs;
import static io.churnops.training.export.Messages.text;

import io.churnops.training.export.NotNowException.About;
import io.churnops.training.export.Untold.OfRun;
import io.churnops.training.tracking.Experiment;
import io.churnops.training.tracking.Experiments;
import io.churnops.training.tracking.MetricPoint;
import io.churnops.training.tracking.TrackedRun;
import io.churnops.training.tracking.TrackedRuns;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells an MLflow server of a run that is over: first that there is one, tagged with our id so that
 * it is found again, then what it told, and last of all how it ended. A run that has ended there
 * was told of whole, so that another attempt only brings tags that it got since.
 */
final class ExportRun {

  private static final String OUR_ID = "churnops.runId";
  private static final String PARENT = "mlflow.parentRunId";
  private static final Set<String> OVER = Set.of("FINISHED", "FAILED", "KILLED");
  private static final int MOST_TEXTS = 100;
  private static final int MOST_POINTS = 1_000;

  private final MlflowServer server;
  private final Experiments experiments;
  private final TrackedRuns runs;
  private final String prefix;

  ExportRun(MlflowServer server, Experiments experiments, TrackedRuns runs, String prefix) {
    this.server = server;
    this.experiments = experiments;
    this.runs = runs;
    this.prefix = prefix;
  }

  /** Tells of a run and gives what the server calls it. */
  String tell(OfRun untold) {
    TrackedRun run = runs.run(untold.runId());
    Map<String, String> tags = tags(run, untold.theirParent());
    JsonNode theirs = theirs(run);
    String id = text(theirs.path("info"), "run_id");
    boolean whole = OVER.contains(theirs.path("info").path("status").asString(""));
    if (!whole) {
      logParams(id, run.params());
      logMetrics(id, run.runId());
    }
    logTags(id, tags);
    if (!whole) {
      ObjectNode end = message("run_id", id).put("status", run.status());
      if (run.endMs() != null) {
        end.put("end_time", run.endMs());
      }
      server.post("runs/update", end);
    }
    return id;
  }

  private static Map<String, String> tags(TrackedRun run, @Nullable String theirParent) {
    Map<String, String> tags = new HashMap<>(run.tags());
    tags.put(OUR_ID, run.runId());
    tags.remove(PARENT);
    if (theirParent != null) {
      tags.put(PARENT, theirParent);
    }
    return Cut.tags(tags);
  }

  /** The run as the server has it; it gets one if it has none. */
  private JsonNode theirs(TrackedRun run) {
    String experiment = experiment(experiments.experiment(run.experimentId()));
    ObjectNode search = message("filter", "tags.`" + OUR_ID + "` = '" + run.runId() + "'");
    search.putArray("experiment_ids").add(experiment);
    search.put("run_view_type", "ALL").put("max_results", 1);
    Optional<JsonNode> found =
        server.post("runs/search", search).path("runs").valueStream().findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    ObjectNode create = message("experiment_id", experiment);
    create.put("run_name", run.name()).put("user_id", run.userId());
    create.put("start_time", run.startMs());
    create.set("tags", pairs(Map.of(OUR_ID, run.runId(), "mlflow.runName", run.name())));
    return server.post("runs/create", create).path("run");
  }

  private String experiment(Experiment experiment) {
    String name = prefix + experiment.name();
    return experimentId(name)
        .or(() -> {
          ObjectNode create = message("name", name);
          create.set("tags", pairs(Cut.tags(experiment.tags())));
          try {
            return Optional.of(text(server.post("experiments/create", create), "experiment_id"));
          } catch (RefusedException e) {
            // Somebody was quicker, or the answer to an earlier attempt was lost.
            if (!e.isAbout(MlflowServer.EXISTS)) {
              throw e;
            }
            return experimentId(name);
          }
        })
        .orElseThrow(() ->
            new NotNowException(
                "Experiment '" + name + "' is there and is not", About.THIS_ALONE, Duration.ZERO));
  }

  private Optional<String> experimentId(String name) {
    try {
      JsonNode found = server.get("experiments/get-by-name", "experiment_name", name);
      return Optional.of(text(found.path("experiment"), "experiment_id"));
    } catch (RefusedException e) {
      if (!e.isAbout(MlflowServer.MISSING)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private void logParams(String id, Map<String, String> params) {
    for (Map<String, String> some : Messages.parts(Cut.params(params), MOST_TEXTS)) {
      ObjectNode batch = message("run_id", id);
      batch.set("params", pairs(some));
      server.post("runs/log-batch", batch);
    }
  }

  private void logTags(String id, Map<String, String> tags) {
    for (Map<String, String> some : Messages.parts(tags, MOST_TEXTS)) {
      ObjectNode batch = message("run_id", id);
      batch.set("tags", pairs(some));
      server.post("runs/log-batch", batch);
    }
  }

  /** Points of one metric in the order of their steps; the server keeps each point once. */
  private void logMetrics(String id, String runId) {
    MetricPoint last = null;
    do {
      List<MetricPoint> points = runs.points(runId, last, MOST_POINTS);
      last = points.size() < MOST_POINTS ? null : points.getLast();
      if (!points.isEmpty()) {
        ObjectNode batch = message("run_id", id);
        ArrayNode metrics = batch.putArray("metrics");
        points.forEach(point -> add(metrics, point));
        server.post("runs/log-batch", batch);
      }
    } while (last != null);
  }

  private static void add(ArrayNode metrics, MetricPoint point) {
    metrics
        .addObject()
        .put("key", Cut.key(point.key()))
        .put("value", point.value())
        .put("timestamp", point.atMs())
        .put("step", point.step());
  }
}
