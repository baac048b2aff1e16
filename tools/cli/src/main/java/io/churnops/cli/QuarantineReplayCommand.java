package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
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

/** {@code churnops quarantine replay}. */
@Command(
    name = "replay",
    description = "Judges one event again, or all that the options name; valid ones are accepted.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all are on the event log", "1:some are still invalid, or it failed"},
    mixinStandardHelpOptions = true)
final class QuarantineReplayCommand implements Callable<Integer> {

  @ParentCommand private @Nullable QuarantineCommand parent;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "ITEM", arity = "0..1", description = "Id of one item.")
  private @Nullable String item;

  @Mixin private QuarantineFilter filter = new QuarantineFilter();

  @Option(names = "--all", description = "All open events.")
  private boolean all;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; for the audit.")
  private @Nullable String reason;

  @Option(
      names = "--waive-rules",
      description = "Judge by the contract alone, against the quality rules; needs --reason.")
  private boolean waiveRules;

  @Override
  public Integer call() {
    QuarantineChoice choice = QuarantineChoice.of(item, filter, all, Parent.of(spec));
    Terminal terminal = Parent.of(parent).terminal();
    Map<String, Object> how = new LinkedHashMap<>();
    if (reason != null) {
      how.put("reason", reason);
    }
    how.put("waiveRules", waiveRules);
    try (ServiceClient client = Parent.of(parent).ingestion()) {
      return switch (choice) {
        case QuarantineChoice.One(String id) -> one(client, id, how, terminal);
        case QuarantineChoice.Many many -> many(client, many, how, terminal);
      };
    }
  }

  private static int one(
      ServiceClient client, String id, Map<String, Object> how, Terminal terminal) {
    JsonNode verdict = client.post("/v1/quarantine/" + ServiceClient.encoded(id) + ":replay", how);
    boolean settled = verdict.path("verdict").stringValue("").matches("ACCEPTED|DUPLICATE");
    terminal.line(
        settled
            ? verdict.path("verdict").stringValue("")
            : "%s  %s: %s"
                .formatted(
                    verdict.path("verdict").stringValue(""),
                    verdict.path("code").stringValue(""),
                    verdict.path("detail").stringValue("")));
    terminal.document(verdict);
    return settled ? 0 : 1;
  }

  private static int many(
      ServiceClient client,
      QuarantineChoice.Many many,
      Map<String, Object> how,
      Terminal terminal) {
    Map<String, Integer> counts =
        many.settle(
            client,
            "/v1/quarantine:replay",
            how,
            terminal,
            "accepted",
            "duplicates",
            "stillInvalid",
            QuarantineChoice.UNDER_WAY);
    terminal.line(
        "accepted %d, duplicates %d, still invalid %d"
            .formatted(
                counts.get("accepted"), counts.get("duplicates"), counts.get("stillInvalid")));
    boolean all = QuarantineChoice.tellUnderWay(counts, terminal);
    terminal.document(counts);
    return all && counts.getOrDefault("stillInvalid", 0) == 0 ? 0 : 1;
  }
}
