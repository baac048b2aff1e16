package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops features list}. */
@Command(
    name = "list",
    description =
        "Finds single features by words in what they are made of and what is said of them.",
    mixinStandardHelpOptions = true)
final class FeaturesListCommand implements Callable<Integer> {

  @ParentCommand private @Nullable FeaturesCommand features;

  @Parameters(paramLabel = "WORD", arity = "0..*", description = "Words that all must occur.")
  private List<String> words = List.of();

  @Option(names = "--tag", paramLabel = "TAG", description = "Only features with this tag.")
  private @Nullable String tag;

  @Option(names = "--owner", paramLabel = "OWNER", description = "Only features of this owner.")
  private @Nullable String owner;

  @Override
  public Integer call() {
    Terminal terminal = Parent.of(features).terminal();
    try (ServiceClient store = Parent.of(features).store()) {
      List<JsonNode> found = all(store);
      Table table = new Table("view", "feature", "type", "made of");
      for (JsonNode feature : found) {
        table.row(
            feature.path("view").stringValue(""),
            feature.path("name").stringValue(""),
            feature.path("type").stringValue(""),
            feature.path("transformation").stringValue(""));
      }
      table.print(terminal, "No feature fits.");
      terminal.document(found);
    }
    return 0;
  }

  private List<JsonNode> all(ServiceClient store) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("query", String.join(" ", words));
    if (tag != null) {
      query.put("tag", tag);
    }
    if (owner != null) {
      query.put("owner", owner);
    }
    return Pages.read(store, "/v1/features", query, Integer.MAX_VALUE).items();
  }
}
