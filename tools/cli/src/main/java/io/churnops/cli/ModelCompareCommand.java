package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops model compare}. */
@Command(
    name = "compare",
    description = "Lets two versions score the same rows, and says how they differ.",
    mixinStandardHelpOptions = true)
final class ModelCompareCommand implements Callable<Integer> {

  @ParentCommand private @Nullable ModelCommand parent;

  @Parameters(index = "0", paramLabel = "A", description = "Number of a version.")
  private int a;

  @Parameters(index = "1", paramLabel = "B", description = "Number of another version.")
  private int b;

  @Option(
      names = "--dataset",
      paramLabel = "ID",
      description = "Whose newest labelled rows (default: the newer test rows of the two).")
  private @Nullable String dataset;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    Terminal terminal = models.terminal();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("a", Integer.toString(a));
    query.put("b", Integer.toString(b));
    if (dataset != null) {
      query.put("dataset", dataset);
    }
    try (ServiceClient registry = models.registry()) {
      JsonNode answer = registry.getPatiently(models.path() + "/versions:compare", query);
      terminal.line(
          "%d rows of training set %s"
              .formatted(answer.path("rows").asInt(), answer.path("datasetId").asString()));
      metrics(answer).print(terminal);
      terminal.words(conclusion(answer));
      terminal.document(answer);
    }
    return 0;
  }

  private Table metrics(JsonNode answer) {
    var table = new Table("metric", "version " + a, "version " + b, "difference");
    for (Map.Entry<String, JsonNode> difference : answer.path("differences").properties()) {
      String metric = difference.getKey();
      table.row(
          metric,
          number("%.4f", answer.path("a").path("metrics").path(metric)),
          number("%.4f", answer.path("b").path("metrics").path(metric)),
          number("%+.4f", difference.getValue()));
    }
    return table;
  }

  private String conclusion(JsonNode answer) {
    JsonNode auc = answer.path("aucDifference");
    JsonNode decisions = answer.path("decisions");
    return String.format(
        Locale.ROOT,
        "AUC differs by %+.4f (95 %%: %+.4f to %+.4f), %s chance. %d rows are decided otherwise:"
            + " %d only version %d calls churners, %d only version %d.%s",
        auc.path("value").asDouble(),
        auc.path("interval").path("low").asDouble(),
        auc.path("interval").path("high").asDouble(),
        auc.path("beyondChance").asBoolean() ? "beyond" : "not beyond",
        decisions.path("changed").asInt(),
        decisions.path("onlyA").asInt(),
        a,
        decisions.path("onlyB").asInt(),
        b,
        knewTheTime(answer));
  }

  private static String knewTheTime(JsonNode answer) {
    var sentences = new StringBuilder();
    for (String side : new String[] {"a", "b"}) {
      if (answer.path(side).path("knewTheTime").asBoolean()) {
        sentences
            .append(" Version ")
            .append(answer.path(side).path("version").asInt())
            .append(" has learnt from rows as new as these, which favours it.");
      }
    }
    return sentences.toString();
  }

  private static String number(String format, JsonNode value) {
    return String.format(Locale.ROOT, format, value.asDouble());
  }
}
