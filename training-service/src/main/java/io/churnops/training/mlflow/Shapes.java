package io.churnops.training.mlflow;

import io.churnops.training.tracking.Experiment;
import io.churnops.training.tracking.MetricPoint;
import io.churnops.training.tracking.RunInput;
import io.churnops.training.tracking.TrackedRun;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments and runs as MLflow's messages. */
final class Shapes {

  private static final JsonMapper JSON = JsonMapper.shared();

  private Shapes() {}

  static ObjectNode empty() {
    return JSON.createObjectNode();
  }

  /** A message with one member. */
  static ObjectNode of(String name, ObjectNode value) {
    ObjectNode message = empty();
    message.set(name, value);
    return message;
  }

  static ObjectNode experiment(Experiment experiment) {
    ObjectNode message = empty();
    message.put("experiment_id", Long.toString(experiment.experimentId()));
    message.put("name", experiment.name());
    message.put("artifact_location", "mlflow-artifacts:/" + experiment.experimentId());
    message.put("lifecycle_stage", experiment.stage().word());
    message.put("creation_time", experiment.createdAt().toEpochMilli());
    message.put("last_update_time", experiment.updatedAt().toEpochMilli());
    message.set("tags", pairs(experiment.tags()));
    return message;
  }

  static ObjectNode run(TrackedRun run) {
    ObjectNode message = empty();
    message.set("info", runInfo(run));
    ObjectNode data = message.putObject("data");
    data.set("metrics", metrics(run.metrics()));
    data.set("params", pairs(run.params()));
    data.set("tags", pairs(run.tags()));
    ArrayNode inputs = message.putObject("inputs").putArray("dataset_inputs");
    run.inputs().forEach(input -> inputs.add(input(input)));
    return message;
  }

  static ObjectNode runInfo(TrackedRun run) {
    ObjectNode info = empty();
    info.put("run_id", run.runId());
    info.put("run_uuid", run.runId());
    info.put("run_name", run.name());
    info.put("experiment_id", Long.toString(run.experimentId()));
    info.put("user_id", run.userId());
    info.put("status", run.status());
    info.put("start_time", run.startMs());
    if (run.endMs() != null) {
      info.put("end_time", run.endMs());
    }
    info.put("artifact_uri", artifactUri(run));
    info.put("lifecycle_stage", run.stage().word());
    return info;
  }

  /** Where the files of a run are, as clients ask for them through this server. */
  static String artifactUri(TrackedRun run) {
    return "mlflow-artifacts:/%d/%s/artifacts".formatted(run.experimentId(), run.runId());
  }

  static ArrayNode metrics(List<MetricPoint> points) {
    ArrayNode metrics = JSON.createArrayNode();
    for (MetricPoint point : points) {
      ObjectNode metric = metrics.addObject();
      metric.put("key", point.key());
      metric.put("value", point.value());
      metric.put("timestamp", point.atMs());
      metric.put("step", point.step());
    }
    return metrics;
  }

  static ArrayNode pairs(Map<String, String> texts) {
    ArrayNode pairs = JSON.createArrayNode();
    texts.forEach((key, value) -> pairs.addObject().put("key", key).put("value", value));
    return pairs;
  }

  private static ObjectNode input(RunInput input) {
    ObjectNode message = empty();
    message.set("tags", pairs(input.tags()));
    ObjectNode dataset = message.putObject("dataset");
    dataset.put("name", input.name());
    dataset.put("digest", input.digest());
    dataset.put("source_type", input.sourceType());
    dataset.put("source", input.source());
    if (input.schema() != null) {
      dataset.put("schema", input.schema());
    }
    if (input.profile() != null) {
      dataset.put("profile", input.profile());
    }
    return message;
  }
}
