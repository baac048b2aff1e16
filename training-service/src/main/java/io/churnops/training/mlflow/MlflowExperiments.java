package io.churnops.training.mlflow;

import io.churnops.training.tracking.Experiment;
import io.churnops.training.tracking.ExperimentFilter;
import io.churnops.training.tracking.Experiments;
import io.churnops.training.tracking.Stage;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments for MLflow's clients. */
@Hidden
@RestController
@RequestMapping(MlflowApi.MLFLOW + "experiments")
class MlflowExperiments extends MlflowApi {

  private static final int LONGEST_NAME = 500;
  private static final int MOST_TAGS = 100;
  private static final int LONGEST_TAG = 8_000;
  private static final int MOST_RESULTS = 1_000;

  private final Experiments experiments;

  MlflowExperiments(Experiments experiments) {
    this.experiments = experiments;
  }

  @PostMapping("/create")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode create(InputStream body) {
    Fields request = Fields.of(body);
    if (request.optional("artifact_location").filter(place -> !place.isEmpty()).isPresent()) {
      throw MlflowException.invalid(
          "Artifacts are kept by this server; leave 'artifact_location' out");
    }
    long id =
        experiments.create(
            request.text("name", LONGEST_NAME), request.pairs("tags", MOST_TAGS, LONGEST_TAG));
    return Shapes.empty().put("experiment_id", Long.toString(id));
  }

  @GetMapping("/get")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode get(@RequestParam MultiValueMap<String, String> query) {
    return answer(experiments.experiment(Fields.of(query).integer("experiment_id")));
  }

  @GetMapping("/get-by-name")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode getByName(@RequestParam MultiValueMap<String, String> query) {
    return answer(experiments.named(Fields.of(query).text("experiment_name")));
  }

  private static ObjectNode answer(Experiment experiment) {
    return Shapes.of("experiment", Shapes.experiment(experiment));
  }

  @PostMapping("/update")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode update(InputStream body) {
    Fields request = Fields.of(body);
    experiments.rename(request.integer("experiment_id"), request.text("new_name", LONGEST_NAME));
    return Shapes.empty();
  }

  @PostMapping("/delete")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode delete(InputStream body) {
    experiments.put(Fields.of(body).integer("experiment_id"), Stage.DELETED);
    return Shapes.empty();
  }

  @PostMapping("/restore")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode restore(InputStream body) {
    experiments.put(Fields.of(body).integer("experiment_id"), Stage.ACTIVE);
    return Shapes.empty();
  }

  @PostMapping("/set-experiment-tag")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode tag(InputStream body) {
    Fields request = Fields.of(body);
    experiments.tag(request.integer("experiment_id"), request.key(), request.value(LONGEST_TAG));
    return Shapes.empty();
  }

  @PostMapping("/search")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode search(InputStream body) {
    return search(Fields.of(body));
  }

  @GetMapping("/search")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode search(@RequestParam MultiValueMap<String, String> query) {
    return search(Fields.of(query));
  }

  private ObjectNode search(Fields request) {
    if (!request.texts("order_by").isEmpty()) {
      throw MlflowException.invalid("Experiments come newest first; leave 'order_by' out");
    }
    int limit = Math.clamp(request.number("max_results").orElse(1_000L), 1, MOST_RESULTS);
    long before =
        request.optional("page_token").filter(token -> !token.isEmpty()).isPresent()
            ? request.integer("page_token")
            : Long.MAX_VALUE;
    List<Experiment> found =
        experiments.search(
            ExperimentFilter.parse(request.optional("filter").orElse("")),
            ViewType.stages(request, "view_type"),
            before,
            limit + 1);
    ObjectNode answer = Shapes.empty();
    ArrayNode items = answer.putArray("experiments");
    found.stream().limit(limit).map(Shapes::experiment).forEach(items::add);
    if (found.size() > limit) {
      answer.put("next_page_token", Long.toString(found.get(limit - 1).experimentId()));
    }
    return answer;
  }
}
