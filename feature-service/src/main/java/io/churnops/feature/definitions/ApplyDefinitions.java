package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionRow.Notes;
import io.churnops.feature.definitions.Plan.Action;
import io.churnops.feature.definitions.Plan.Difference;
import io.churnops.feature.definitions.Plan.Kind;
import io.churnops.feature.definitions.Plan.Step;
import io.churnops.kit.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings definitions that lie in files into force, all or none. What it will do can be seen before:
 * the same set makes the same plan until somebody else registers something.
 */
@Service
class ApplyDefinitions {

  private static final int ID_BYTES = 16;

  private final FeatureViews views;
  private final ChangeViews changes;
  private final Labels labels;
  private final ViewUses uses;
  private final JsonMapper json;

  ApplyDefinitions(
      FeatureViews views, ChangeViews changes, Labels labels, ViewUses uses, JsonMapper json) {
    this.views = views;
    this.changes = changes;
    this.labels = labels;
    this.uses = uses;
    this.json = json;
  }

  @Transactional(readOnly = true)
  Plan plan(DefinitionSet set, PlanRequest request) {
    return plan(set, request.retireSuperseded());
  }

  @Transactional
  Plan apply(DefinitionSet set, PlanRequest request, String by) {
    changes.exclusively();
    Plan plan = plan(set, request.retireSuperseded());
    if (request.planId() != null && !request.planId().equals(plan.planId())) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "plan-outdated",
          "Plan outdated",
          "The definitions or the registry changed since plan "
              + request.planId()
              + " was made; nothing was applied. Plan again.");
    }
    for (DefinitionSet.View view : set.views()) {
      if (isChange(plan, view.definition().fingerprint())) {
        changes.register(view.definition(), by);
      }
    }
    for (DefinitionSet.Label label : set.labels()) {
      if (isChange(plan, label.definition().fingerprint())) {
        labels.register(label.definition(), by);
      }
    }
    plan.steps().stream()
        .filter(step -> step.action() == Action.RETIRED)
        .forEach(step -> changes.retire(step.fingerprint(), by));
    return plan;
  }

  private static boolean isChange(Plan plan, String fingerprint) {
    return plan.steps().stream()
        .anyMatch(step -> step.fingerprint().equals(fingerprint) && isChange(step));
  }

  private static boolean isChange(Step step) {
    return switch (step.action()) {
      case NEW, DOCUMENTED, SUPERSEDES, BROUGHT_BACK, RETIRED -> true;
      case UNCHANGED, KEPT_IN_USE -> false;
    };
  }

  private Plan plan(DefinitionSet set, @Nullable Boolean retireSuperseded) {
    List<Step> steps = new ArrayList<>();
    for (DefinitionSet.View view : set.views()) {
      steps.add(step(view));
      if (Boolean.TRUE.equals(retireSuperseded)) {
        steps.addAll(retirements(view.definition().name(), view.definition().fingerprint()));
      }
    }
    set.labels().forEach(label -> steps.add(step(label)));
    return new Plan(
        id(steps), steps.stream().anyMatch(ApplyDefinitions::isChange), steps, List.of());
  }

  private Step step(DefinitionSet.View view) {
    var definition = view.definition();
    Draft draft =
        new Draft(
            Kind.VIEW,
            definition.name(),
            definition.fingerprint(),
            view.file(),
            definition.canonicalJson(),
            NotesReader.of(definition.documentedJson()));
    return step(
        draft, views.latestRow(definition.name()), views.knownRow(definition.fingerprint()));
  }

  private Step step(DefinitionSet.Label label) {
    var definition = label.definition();
    Draft draft =
        new Draft(
            Kind.LABEL,
            definition.name(),
            definition.fingerprint(),
            label.file(),
            definition.canonicalJson(),
            NotesReader.of(definition.documentedJson()));
    return step(
        draft, labels.latestRow(definition.name()), labels.knownRow(definition.fingerprint()));
  }

  /** A definition that is planned, of whichever kind. */
  private record Draft(
      Kind kind, String name, String fingerprint, String file, String definition, Notes notes) {

    Step step(
        Action action,
        @Nullable String supersedes,
        List<Difference> differences,
        List<ViewUses.Use> inUse) {
      return new Step(kind, name, action, fingerprint, file, supersedes, differences, inUse);
    }
  }

  private Step step(Draft draft, Optional<DefinitionRow> latest, Optional<DefinitionRow> known) {
    if (latest.isEmpty()) {
      return draft.step(Action.NEW, null, List.of(), List.of());
    }
    DefinitionRow current = latest.get();
    List<Difference> differences =
        Differences.between(
            whole(current.definition(), current.notes()), whole(draft.definition(), draft.notes()));
    if (known.filter(row -> row.standing() == Standing.RETIRED).isPresent()) {
      return draft.step(Action.BROUGHT_BACK, superseded(draft, current), differences, List.of());
    }
    if (current.fingerprint().equals(draft.fingerprint())) {
      Action action = differences.isEmpty() ? Action.UNCHANGED : Action.DOCUMENTED;
      return draft.step(action, null, differences, List.of());
    }
    return draft.step(
        Action.SUPERSEDES,
        current.fingerprint(),
        differences,
        draft.kind() == Kind.VIEW ? uses.of(current.fingerprint()) : List.of());
  }

  private static @Nullable String superseded(Draft draft, DefinitionRow current) {
    return current.fingerprint().equals(draft.fingerprint()) ? null : current.fingerprint();
  }

  private JsonNode whole(String definition, Notes notes) {
    ObjectNode whole = (ObjectNode) json.readTree(definition);
    if (notes.description() != null) {
      whole.put("description", notes.description());
    }
    if (notes.owner() != null) {
      whole.put("owner", notes.owner());
    }
    if (notes.freshness() != null) {
      whole.put("freshness", notes.freshness());
    }
    if (!notes.tags().isEmpty()) {
      whole.set("tags", json.valueToTree(notes.tags()));
    }
    return whole;
  }

  private List<Step> retirements(String name, String keep) {
    return views.versionRows(name).stream()
        .filter(row -> !row.fingerprint().equals(keep) && row.standing() != Standing.RETIRED)
        .map(row -> {
          List<ViewUses.Use> inUse = uses.of(row.fingerprint());
          return new Step(
              Kind.VIEW,
              name,
              inUse.isEmpty() ? Action.RETIRED : Action.KEPT_IN_USE,
              row.fingerprint(),
              null,
              null,
              List.of(),
              inUse);
        })
        .toList();
  }

  private String id(List<Step> steps) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(json.writeValueAsString(steps).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, ID_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
