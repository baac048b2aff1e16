package io.churnops.training.mlflow;

import io.churnops.training.promotion.PromoteVersion;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.AliasMove;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.registry.ModelView;
import io.churnops.training.tracking.TrackedRuns;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import java.security.Principal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The model registry for MLflow's clients. Versions come from training runs alone; an alias moved
 * here moves as one of ours: verified, past the gates, in one transaction with history and audit,
 * and announced.
 */
@Hidden
@RestController
@RequestMapping(MlflowApi.MLFLOW)
class MlflowRegistry extends MlflowApi {

  static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private final ModelRegistry registry;
  private final PromoteVersion promoteVersion;
  private final TrackedRuns runs;

  MlflowRegistry(ModelRegistry registry, PromoteVersion promoteVersion, TrackedRuns runs) {
    this.registry = registry;
    this.promoteVersion = promoteVersion;
    this.runs = runs;
  }

  @GetMapping("registered-models/get")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode model(@RequestParam MultiValueMap<String, String> query) {
    ModelView model = registry.model(Fields.of(query).text("name"));
    return Shapes.of("registered_model", ModelShapes.model(model));
  }

  @GetMapping("registered-models/search")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode models(@RequestParam MultiValueMap<String, String> query) {
    NameFilter filter = NameFilter.parse(Fields.of(query).optional("filter").orElse(""), "name");
    ObjectNode answer = Shapes.empty();
    ArrayNode models = answer.putArray("registered_models");
    registry.models().stream()
        .filter(model -> filter.fits(model.name()))
        .map(ModelShapes::model)
        .forEach(models::add);
    return answer;
  }

  @GetMapping("registered-models/get-latest-versions")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode latest(@RequestParam MultiValueMap<String, String> query) {
    return latest(Fields.of(query));
  }

  @PostMapping("registered-models/get-latest-versions")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode latest(InputStream body) {
    return latest(Fields.of(body));
  }

  private ObjectNode latest(Fields request) {
    ModelView model = registry.model(request.text("name"));
    List<String> stages = request.texts("stages");
    ObjectNode answer = Shapes.empty();
    ArrayNode versions = answer.putArray("model_versions");
    ModelShapes.latest(model)
        .filter(version ->
            stages.isEmpty() || stages.contains(ModelShapes.stage(model, version.version())))
        .map(version -> ModelShapes.version(model, version))
        .forEach(versions::add);
    return answer;
  }

  @GetMapping("model-versions/get")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode version(@RequestParam MultiValueMap<String, String> query) {
    Fields request = Fields.of(query);
    return version(registry.version(request.text("name"), number(request)));
  }

  private ObjectNode version(ModelVersion version) {
    ModelView model = registry.model(version.modelName());
    return Shapes.of(
        "model_version",
        ModelShapes.version(
            model,
            model.versions().stream()
                .filter(summary -> summary.version() == version.version())
                .findFirst()
                .orElseThrow(() ->
                    new MlflowException(
                        ErrorCode.RESOURCE_DOES_NOT_EXIST,
                        "Version %d of model '%s' was deleted"
                            .formatted(version.version(), version.modelName())))));
  }

  @GetMapping("model-versions/search")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode versions(@RequestParam MultiValueMap<String, String> query) {
    String filter = Fields.of(query).optional("filter").orElse("");
    boolean byRun = filter.stripLeading().startsWith("run_id");
    NameFilter fits = NameFilter.parse(filter, byRun ? "run_id" : "name");
    ObjectNode answer = Shapes.empty();
    ArrayNode versions = answer.putArray("model_versions");
    for (ModelView model : registry.models()) {
      model.versions().stream()
          .filter(version -> fits.fits(byRun ? version.runId() : model.name()))
          .sorted(Comparator.comparing(ModelView.Version::version).reversed())
          .map(version -> ModelShapes.version(model, version))
          .forEach(versions::add);
    }
    return answer;
  }

  @GetMapping("model-versions/get-download-uri")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode place(@RequestParam MultiValueMap<String, String> query) {
    Fields request = Fields.of(query);
    ModelVersion version = registry.version(request.text("name"), number(request));
    return Shapes.empty()
        .put(
            "artifact_uri",
            Shapes.artifactUri(runs.run(version.runId())) + "/" + VersionFiles.FOLDER);
  }

  @GetMapping("registered-models/alias")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode meant(@RequestParam MultiValueMap<String, String> query) {
    Fields request = Fields.of(query);
    Alias alias = registry.alias(request.text("name"), request.text("alias"));
    return version(registry.version(alias.modelName(), alias.version()));
  }

  @PostMapping("registered-models/alias")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode move(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    String alias = request.text("alias");
    if (!ALIAS.matcher(alias).matches()) {
      throw MlflowException.invalid(
          "An alias is a lower-case name of at most 63 characters, not '%s'".formatted(alias));
    }
    move(request, alias, principal);
    return Shapes.empty();
  }

  /** Stages are older than aliases; two of them have an alias that means the same. */
  @PostMapping("model-versions/transition-stage")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode transition(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    String stage = request.text("stage");
    String alias = ModelShapes.ALIASES_OF_STAGES.get(stage);
    if (alias == null) {
      throw MlflowException.invalid(
          "Stages are %s here; use aliases".formatted(ModelShapes.ALIASES_OF_STAGES));
    }
    return version(move(request, alias, principal));
  }

  private ModelVersion move(Fields request, String alias, Principal principal) {
    ModelVersion version = registry.version(request.text("name"), number(request));
    promoteVersion.promote(
        new AliasMove(
            version.modelName(),
            alias,
            version.version(),
            null,
            principal.getName(),
            "Moved by an MLflow client"),
        false);
    return version;
  }

  static int number(Fields request) {
    long number = request.integer("version");
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw MlflowException.invalid("Versions are counted from 1, not " + number);
    }
    return Math.toIntExact(number);
  }
}
