package io.churnops.training.mlflow;

import io.churnops.training.tracking.MetricPoint;
import io.churnops.training.tracking.RunInput;
import io.churnops.training.tracking.RunLog;
import io.churnops.training.tracking.TrackedRuns;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What MLflow's clients tell of their runs, and ask of a metric's history. */
@Hidden
@RestController
@RequestMapping(MlflowApi.MLFLOW)
class MlflowRunLog extends MlflowApi {

  static final int MOST_TAGS = 100;
  static final int LONGEST_TAG = 8_000;
  private static final int MOST_METRICS = 1_000;
  private static final int MOST_PARAMS = 100;
  private static final int MOST_IN_ALL = 1_000;
  private static final int LONGEST_PARAM = 6_000;
  private static final int LONGEST_HISTORY = 25_000;

  private final TrackedRuns runs;
  private final RunLog log;
  private final InstantSource clock;

  MlflowRunLog(TrackedRuns runs, RunLog log, InstantSource clock) {
    this.runs = runs;
    this.log = log;
    this.clock = clock;
  }

  @PostMapping("runs/log-metric")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode logMetric(InputStream body) {
    Fields request = Fields.of(body);
    log.add(run(request), List.of(point(request)), Map.of(), Map.of());
    return Shapes.empty();
  }

  @PostMapping("runs/log-parameter")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode logParameter(InputStream body) {
    Fields request = Fields.of(body);
    log.add(run(request), List.of(), Map.of(request.key(), request.value(LONGEST_PARAM)), Map.of());
    return Shapes.empty();
  }

  @PostMapping("runs/set-tag")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode setTag(InputStream body) {
    Fields request = Fields.of(body);
    log.add(run(request), List.of(), Map.of(), Map.of(request.key(), request.value(LONGEST_TAG)));
    return Shapes.empty();
  }

  @PostMapping("runs/delete-tag")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode deleteTag(InputStream body) {
    Fields request = Fields.of(body);
    log.removeTag(run(request), request.key());
    return Shapes.empty();
  }

  @PostMapping("runs/log-batch")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode logBatch(InputStream body) {
    Fields request = Fields.of(body);
    List<MetricPoint> metrics =
        request.list("metrics", MOST_METRICS).stream().map(this::point).toList();
    Map<String, String> params = request.pairs("params", MOST_PARAMS, LONGEST_PARAM);
    Map<String, String> tags = request.pairs("tags", MOST_TAGS, LONGEST_TAG);
    if (metrics.size() + params.size() + tags.size() > MOST_IN_ALL) {
      throw MlflowException.invalid(
          "A batch has at most %d metrics, parameters and tags in all".formatted(MOST_IN_ALL));
    }
    log.add(run(request), metrics, params, tags);
    return Shapes.empty();
  }

  @PostMapping("runs/log-inputs")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode logInputs(InputStream body) {
    Fields request = Fields.of(body);
    log.addInputs(
        run(request), request.list("datasets", MOST_IN_ALL).stream().map(this::input).toList());
    return Shapes.empty();
  }

  /** What client libraries know of a model they logged; it is kept as they keep it, as a tag. */
  @PostMapping("runs/log-model")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode logModel(InputStream body) {
    Fields request = Fields.of(body);
    String model = request.text("model_json", LONGEST_TAG);
    log.add(
        run(request), List.of(), Map.of(), Map.of("mlflow.log-model.history", "[" + model + "]"));
    return Shapes.empty();
  }

  /** Never with a token of a next page: the Java client cannot ask for one. */
  @GetMapping("metrics/get-history")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode history(@RequestParam MultiValueMap<String, String> query) {
    Fields request = Fields.of(query);
    String runId = runs.run(run(request)).runId();
    int limit =
        Math.clamp(
            request.number("max_results").orElse((long) LONGEST_HISTORY), 1, LONGEST_HISTORY);
    ObjectNode answer = Shapes.empty();
    answer.set(
        "metrics", Shapes.metrics(runs.history(runId, request.text("metric_key"), null, limit)));
    return answer;
  }

  private static String run(Fields request) {
    return request.either("run_id", "run_uuid");
  }

  private MetricPoint point(Fields metric) {
    return new MetricPoint(
        metric.key(),
        metric.number("step").orElse(0L),
        metric.number("timestamp").orElseGet(clock::millis),
        metric.real("value"));
  }

  private RunInput input(Fields input) {
    Fields dataset = input.object("dataset");
    return new RunInput(
        dataset.text("name", 500),
        dataset.text("digest", 36),
        dataset.text("source_type"),
        dataset.text("source"),
        dataset.optional("schema").orElse(null),
        dataset.optional("profile").orElse(null),
        input.pairs("tags", MOST_TAGS, LONGEST_TAG));
  }
}
