package io.churnops.training.mlflow;

import io.churnops.training.tracking.RunFilter;
import io.churnops.training.tracking.RunLog;
import io.churnops.training.tracking.RunOrder;
import io.churnops.training.tracking.SearchRuns;
import io.churnops.training.tracking.Stage;
import io.churnops.training.tracking.TrackedRuns;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import java.security.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs for MLflow's clients: their beginning, their end, and how they are found. */
@Hidden
@RestController
@RequestMapping(MlflowApi.MLFLOW + "runs")
class MlflowRuns extends MlflowApi {

  private static final String NAME_TAG = "mlflow.runName";
  private static final int MOST_RESULTS = 1_000;
  private static final int MOST_EXPERIMENTS = 1_000;

  private final TrackedRuns runs;
  private final RunLog log;
  private final SearchRuns search;
  private final TransactionTemplate transaction;
  private final InstantSource clock;

  MlflowRuns(
      TrackedRuns runs,
      RunLog log,
      SearchRuns search,
      TransactionTemplate transaction,
      InstantSource clock) {
    this.runs = runs;
    this.log = log;
    this.search = search;
    this.transaction = transaction;
    this.clock = clock;
  }

  private enum Status {
    SCHEDULED,
    RUNNING,
    FINISHED,
    FAILED,
    KILLED
  }

  @PostMapping("/create")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode create(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    Map<String, String> tags =
        new TreeMap<>(request.pairs("tags", MlflowRunLog.MOST_TAGS, MlflowRunLog.LONGEST_TAG));
    long start = request.number("start_time").orElseGet(clock::millis);
    String name =
        request
            .optional("run_name")
            .filter(given -> !given.isEmpty())
            .orElseGet(() -> tags.getOrDefault(NAME_TAG, "run-" + start));
    tags.put(NAME_TAG, name);
    String user =
        request
            .optional("user_id")
            .filter(given -> !given.isEmpty())
            .orElseGet(() -> tags.getOrDefault("mlflow.user", principal.getName()));
    long experiment = request.number("experiment_id").orElse(0L);
    String runId =
        transaction.execute(_ -> {
          String created = runs.create(experiment, name, user, start);
          log.add(created, List.of(), Map.of(), tags);
          return created;
        });
    return answer(runId);
  }

  private ObjectNode answer(String runId) {
    return Shapes.of("run", Shapes.run(runs.run(runId)));
  }

  @GetMapping("/get")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode get(@RequestParam MultiValueMap<String, String> query) {
    return answer(Fields.of(query).either("run_id", "run_uuid"));
  }

  @PostMapping("/update")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode update(InputStream body) {
    Fields request = Fields.of(body);
    String runId = request.either("run_id", "run_uuid");
    String status =
        request.optional("status").map(word -> word(Status.class, word).name()).orElse(null);
    Long end = request.number("end_time").orElse(null);
    String name = request.optional("run_name").filter(given -> !given.isEmpty()).orElse(null);
    transaction.executeWithoutResult(_ -> {
      log.lock(runId, true);
      runs.update(runId, status, end, name);
      if (name != null) {
        log.add(runId, List.of(), Map.of(), Map.of(NAME_TAG, name));
      }
    });
    return Shapes.of("run_info", Shapes.runInfo(runs.run(runId)));
  }

  @PostMapping("/delete")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode delete(InputStream body) {
    runs.put(Fields.of(body).text("run_id"), Stage.DELETED);
    return Shapes.empty();
  }

  @PostMapping("/restore")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode restore(InputStream body) {
    runs.put(Fields.of(body).text("run_id"), Stage.ACTIVE);
    return Shapes.empty();
  }

  @PostMapping("/search")
  @PreAuthorize("hasAnyAuthority('SCOPE_training:run', 'SCOPE_models:read')")
  ObjectNode search(InputStream body) {
    Fields request = Fields.of(body);
    SearchRuns.Page page =
        search.search(
            new SearchRuns.Query(
                experiments(request.texts("experiment_ids")),
                ViewType.stages(request, "run_view_type"),
                RunFilter.parse(request.optional("filter").orElse("")),
                RunOrder.parse(request.texts("order_by")),
                request.optional("page_token").orElse(""),
                Math.clamp(request.number("max_results").orElse(1_000L), 1, MOST_RESULTS)));
    ObjectNode answer = Shapes.empty();
    ArrayNode items = answer.putArray("runs");
    page.runs().stream().map(Shapes::run).forEach(items::add);
    if (page.nextCursor() != null) {
      answer.put("next_page_token", page.nextCursor());
    }
    return answer;
  }

  private static List<Long> experiments(List<String> ids) {
    if (ids.size() > MOST_EXPERIMENTS) {
      throw MlflowException.invalid(
          "A search is in at most %d experiments".formatted(MOST_EXPERIMENTS));
    }
    try {
      return ids.stream().map(Long::valueOf).toList();
    } catch (NumberFormatException e) {
      throw MlflowException.invalid("Experiments have integers as ids, not all of " + ids);
    }
  }
}
