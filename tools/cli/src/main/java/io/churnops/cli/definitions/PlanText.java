package io.churnops.cli.definitions;

import io.churnops.cli.terminal.Terminal;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Shows what applying definitions does, a line per definition and one per field that differs. */
public final class PlanText {

  private PlanText() {}

  public static void print(JsonNode plan, Terminal terminal) {
    for (JsonNode step : plan.path("steps")) {
      terminal.line(
          "%s %-5s %-30s %s%s"
              .formatted(
                  sign(step),
                  step.path("kind").stringValue("").toLowerCase(Locale.ROOT),
                  step.path("name").stringValue(""),
                  words(step),
                  step.path("file").isString()
                      ? "  (" + step.path("file").stringValue() + ")"
                      : ""));
      for (JsonNode difference : step.path("differences")) {
        terminal.line(
            "      %s: %s -> %s"
                .formatted(
                    difference.path("path").stringValue(""),
                    value(difference.path("before")),
                    value(difference.path("after"))));
      }
      if (!step.path("inUse").isEmpty()) {
        terminal.line("      still read by " + users(step.path("inUse")));
      }
    }
    for (JsonNode warning : plan.path("warnings")) {
      terminal.line(
          "! %-5s %-30s %s"
              .formatted(
                  warning.path("kind").stringValue("").toLowerCase(Locale.ROOT),
                  warning.path("name").stringValue(""),
                  warning.path("message").stringValue("")));
    }
  }

  private static String sign(JsonNode step) {
    return switch (step.path("action").stringValue("")) {
      case "NEW", "BROUGHT_BACK" -> "+";
      case "DOCUMENTED", "SUPERSEDES" -> "~";
      case "RETIRED" -> "-";
      default -> " ";
    };
  }

  private static String words(JsonNode step) {
    String fingerprint = step.path("fingerprint").stringValue("");
    return switch (step.path("action").stringValue("")) {
      case "NEW" -> "new, " + fingerprint;
      case "UNCHANGED" -> "unchanged";
      case "DOCUMENTED" -> "means the same, is described anew";
      case "SUPERSEDES" ->
          "%s supersedes %s".formatted(fingerprint, step.path("supersedes").stringValue(""));
      case "BROUGHT_BACK" -> fingerprint + " is brought back";
      case "RETIRED" -> fingerprint + " is retired";
      case "KEPT_IN_USE" -> fingerprint + " is kept, since it is in use";
      default -> step.path("action").stringValue("");
    };
  }

  private static String value(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? "(none)" : value.toString();
  }

  private static String users(JsonNode uses) {
    return uses.valueStream()
        .map(use ->
            "version %d of %s%s"
                .formatted(
                    use.path("version").intValue(),
                    use.path("model").stringValue(""),
                    aliases(use.path("aliases"))))
        .collect(Collectors.joining(", "));
  }

  private static String aliases(JsonNode aliases) {
    return aliases.isEmpty()
        ? " (to roll back to)"
        : aliases
            .valueStream()
            .map(JsonNode::stringValue)
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
