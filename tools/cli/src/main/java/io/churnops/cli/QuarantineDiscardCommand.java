package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code churnops quarantine discard}. */
@Command(
    name = "discard",
    description = "Deletes the text of one event, or of all that the options name, for good.",
    mixinStandardHelpOptions = true)
final class QuarantineDiscardCommand implements Callable<Integer> {

  @ParentCommand private @Nullable QuarantineCommand parent;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ITEM", arity = "0..1", description = "Id of one item.")
  private @Nullable String item;

  @Mixin private QuarantineFilter filter = new QuarantineFilter();

  @Option(names = "--all", description = "All open events.")
  private boolean all;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why; for the audit.")
  private String reason = "";

  @Override
  public Integer call() {
    QuarantineChoice choice = QuarantineChoice.of(item, filter, all, Parent.of(spec));
    Terminal terminal = Parent.of(parent).terminal();
    Map<String, Object> why = Map.of("reason", reason);
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      switch (choice) {
        case QuarantineChoice.One(String id) -> {
          JsonNode discarded =
              client.post("/v1/quarantine/" + ServiceClient.encoded(id) + ":discard", why);
          terminal.line("discarded 1");
          terminal.document(discarded);
        }
        case QuarantineChoice.Many many -> {
          Map<String, Integer> counts =
              many.settle(
                  client,
                  "/v1/quarantine:discard",
                  why,
                  terminal,
                  "discarded",
                  QuarantineChoice.UNDER_WAY);
          terminal.line("discarded " + counts.get("discarded"));
          boolean all = QuarantineChoice.tellUnderWay(counts, terminal);
          terminal.document(counts);
          return all ? 0 : 1;
        }
      }
    }
    return 0;
  }
}
