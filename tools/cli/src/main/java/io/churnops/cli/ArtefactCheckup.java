package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Has a running suite try whether artefacts can be kept where they are to be kept. */
final class ArtefactCheckup {

  private static final String SUBJECT = "artefacts";

  /** What keeps nothing from being published. */
  private static final Set<String> BEARABLE = Set.of("write-once", "delete", "owner");

  private ArtefactCheckup() {}

  static List<Finding> findings(ServiceClient training) {
    JsonNode check;
    try {
      check = training.post("/v1/artefact-store:check", Map.of());
    } catch (SuiteException e) {
      return List.of(
          Finding.warning(
              SUBJECT, String.valueOf(e.getMessage()), "Look why: churnops logs training"));
    }
    String place = check.path("place").asString();
    if (check.path("sound").asBoolean()) {
      return List.of(Finding.ok(SUBJECT, place + " takes what is published"));
    }
    return check
        .path("steps")
        .valueStream()
        .filter(step -> !step.path("sound").asBoolean())
        .map(step -> finding(place, step))
        .toList();
  }

  private static Finding finding(String place, JsonNode step) {
    String name = step.path("step").asString();
    String found = "%s, %s: %s".formatted(place, name, step.path("found").asString());
    String fix = step.path("fix").asString();
    return BEARABLE.contains(name)
        ? Finding.warning(SUBJECT, found, fix)
        : Finding.failure(SUBJECT, found, fix);
  }
}
