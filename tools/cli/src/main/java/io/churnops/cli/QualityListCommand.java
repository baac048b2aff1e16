package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops quality list}. */
@Command(
    name = "list",
    description = "Lists the quality rules of event types.",
    mixinStandardHelpOptions = true)
final class QualityListCommand implements Callable<Integer> {

  private static final Set<String> NOT_THE_TEST = Set.of("name", "field", "action");

  @ParentCommand private @Nullable QualityCommand parent;

  @Parameters(paramLabel = "TYPE", arity = "0..*", description = "Event types (default: all).")
  private List<String> types = List.of();

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(parent).terminal();
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      List<JsonNode> found =
          QualityCommand.ofTypes(client, types, "quality-rules").stream()
              .filter(rules -> !rules.path("rules").isEmpty())
              .toList();
      Table table = new Table("type", "rule", "field", "expects", "action");
      for (JsonNode rules : found) {
        for (JsonNode rule : rules.path("rules")) {
          table.row(
              rules.path("type").stringValue(""),
              rule.path("name").stringValue(""),
              rule.path("field").stringValue("-"),
              expects(rule),
              rule.path("action").stringValue("warn").toLowerCase(Locale.ROOT));
        }
      }
      table.print(terminal, "No event type has quality rules.");
      terminal.document(found);
    }
    return 0;
  }

  private static String expects(JsonNode rule) {
    return rule.propertyStream()
        .filter(part -> !NOT_THE_TEST.contains(part.getKey()) && !part.getValue().isNull())
        .map(part ->
            part.getKey()
                + (part.getValue().isBoolean()
                    ? ""
                    : " "
                        + part.getValue()
                            .toString()
                            .replaceAll("[\"{}\\[\\]]", "")
                            .replace(":", " ")
                            .replace(",", ", ")))
        .collect(Collectors.joining(", "));
  }
}
