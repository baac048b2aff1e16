package io.churnops.training.mlflow;

import io.churnops.training.registry.DeletedVersions;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.registry.ModelView;
import io.churnops.training.registry.NamedModels;
import io.churnops.training.registry.Note;
import io.churnops.training.registry.Notes;
import io.churnops.training.registry.RemoveAlias;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.InputStream;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * What MLflow's clients may say of models and versions, and what else they may change of them:
 * models without versions come, go and change their names; versions are deleted until they are
 * restored; aliases are removed.
 */
@Hidden
@RestController
@RequestMapping(MlflowApi.MLFLOW)
class MlflowNotes extends MlflowApi {

  private static final String REASON = "By an MLflow client";
  private static final Pattern MODEL = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

  private final ModelRegistry registry;
  private final NamedModels models;
  private final Notes notes;
  private final DeletedVersions deleted;
  private final RemoveAlias removeAlias;

  MlflowNotes(
      ModelRegistry registry,
      NamedModels models,
      Notes notes,
      DeletedVersions deleted,
      RemoveAlias removeAlias) {
    this.registry = registry;
    this.models = models;
    this.notes = notes;
    this.deleted = deleted;
    this.removeAlias = removeAlias;
  }

  /** Clients that register a version create its model first, and go on when there is one. */
  @PostMapping("registered-models/create")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode create(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    String name = name(request, "name");
    Map<String, @Nullable String> tags =
        new HashMap<>(request.pairs("tags", Note.MOST_TAGS, Note.LONGEST));
    Note note = new Note(description(request), tags);
    models.create(name, note, principal.getName());
    return model(name);
  }

  @PostMapping("registered-models/rename")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode rename(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    String name = name(request, "new_name");
    models.rename(request.text("name"), name, principal.getName());
    return model(name);
  }

  @PatchMapping("registered-models/update")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode describeModel(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    String name = request.text("name");
    notes.ofModel(name, Note.description(description(request)), principal.getName());
    return model(name);
  }

  @DeleteMapping("registered-models/delete")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode deleteModel(InputStream body, Principal principal) {
    models.delete(Fields.of(body).text("name"), principal.getName());
    return Shapes.empty();
  }

  @PostMapping("registered-models/set-tag")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode tagModel(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    notes.ofModel(
        request.text("name"), tag(request, request.value(Note.LONGEST)), principal.getName());
    return Shapes.empty();
  }

  @DeleteMapping("registered-models/delete-tag")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode untagModel(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    notes.ofModel(request.text("name"), tag(request, null), principal.getName());
    return Shapes.empty();
  }

  @DeleteMapping("registered-models/alias")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode removeAlias(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    removeAlias.remove(
        request.text("name"), request.text("alias"), principal.getName(), REASON, false);
    return Shapes.empty();
  }

  @PatchMapping("model-versions/update")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode describeVersion(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    ModelVersion version = version(request);
    Note note = Note.description(description(request));
    notes.ofVersion(version.modelName(), version.version(), note, principal.getName());
    ModelView model = registry.model(version.modelName(), true);
    return Shapes.of(
        "model_version",
        model.versions().stream()
            .filter(described -> described.version() == version.version())
            .map(described -> ModelShapes.version(model, described))
            .findFirst()
            .orElseThrow());
  }

  @DeleteMapping("model-versions/delete")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode deleteVersion(InputStream body, Principal principal) {
    ModelVersion version = version(Fields.of(body));
    deleted.delete(version.modelName(), version.version(), principal.getName(), REASON);
    return Shapes.empty();
  }

  @PostMapping("model-versions/set-tag")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode tagVersion(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    return note(request, tag(request, request.value(Note.LONGEST)), principal);
  }

  @DeleteMapping("model-versions/delete-tag")
  @PreAuthorize("hasAuthority('SCOPE_models:promote')")
  ObjectNode untagVersion(InputStream body, Principal principal) {
    Fields request = Fields.of(body);
    return note(request, tag(request, null), principal);
  }

  private ObjectNode note(Fields request, Note note, Principal principal) {
    ModelVersion version = version(request);
    notes.ofVersion(version.modelName(), version.version(), note, principal.getName());
    return Shapes.empty();
  }

  private static Note tag(Fields request, @Nullable String value) {
    Map<String, @Nullable String> tag = new HashMap<>();
    tag.put(request.key(), value);
    return Note.tags(tag);
  }

  private static String description(Fields request) {
    String description = request.optional("description").orElse("");
    if (description.length() > Note.LONGEST) {
      throw MlflowException.invalid(
          "A description has at most %d characters".formatted(Note.LONGEST));
    }
    return description;
  }

  private static String name(Fields request, String field) {
    String name = request.text(field);
    if (!MODEL.matcher(name).matches()) {
      throw MlflowException.invalid(
          "A model is called by a lower-case name of at most 63 characters, not '%s'"
              .formatted(name));
    }
    return name;
  }

  private ObjectNode model(String name) {
    return Shapes.of("registered_model", ModelShapes.model(registry.model(name)));
  }

  private ModelVersion version(Fields request) {
    return registry.version(request.text("name"), MlflowRegistry.number(request));
  }
}
