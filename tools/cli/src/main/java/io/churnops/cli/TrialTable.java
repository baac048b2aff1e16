package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The trials of a search: the chosen one first, then those that got furthest, the best first. */
record TrialTable(List<JsonNode> items) {

  private static final int MOST = 1_001;
  private static final Set<String> LOWER_IS_BETTER = Set.of("brier", "logLoss");

  /** Asks for them; sorted by what the run optimised. */
  static TrialTable of(ServiceClient training, String runId) {
    String path = "/v1/training-runs/" + ServiceClient.encoded(runId);
    String objective =
        training.get(path).path("request").path("search").path("objective").asString("auc");
    double sign = LOWER_IS_BETTER.contains(objective) ? 1 : -1;
    return new TrialTable(
        Pages.read(training, path + "/trials", Map.of(), MOST).items().stream()
            .sorted(
                Comparator.comparing((JsonNode trial) -> !trial.path("best").asBoolean())
                    .thenComparing(trial -> -fraction(trial))
                    .thenComparing(trial -> sign * trial.path("objective").asDouble(0)))
            .toList());
  }

  private static double fraction(JsonNode trial) {
    return trial.path("rungs").path(trial.path("rungs").size() - 1).path("fraction").asDouble(0);
  }

  void print(Terminal terminal) {
    Set<String> names = new TreeSet<>();
    items.forEach(trial -> names.addAll(trial.path("parameters").propertyNames()));
    List<String> headings = new ArrayList<>(List.of("trial", "status", "part", "objective"));
    headings.addAll(names);
    Table table = new Table(headings.toArray(String[]::new));
    for (JsonNode trial : items) {
      List<String> row = new ArrayList<>();
      row.add(name(trial));
      row.add(trial.path("status").asString());
      row.add(String.format(Locale.ROOT, "%.0f %%", 100 * fraction(trial)));
      row.add(
          trial.path("objective").isNumber()
              ? String.format(Locale.ROOT, "%.4f", trial.path("objective").asDouble())
              : trial.path("error").asString("-"));
      names.forEach(name -> row.add(number(trial.path("parameters").path(name))));
      table.row(row.toArray(String[]::new));
    }
    table.print(terminal, "It tried nothing.");
  }

  private static String name(JsonNode trial) {
    String number =
        trial.path("number").asInt() == 0 ? "defaults" : trial.path("number").asString();
    return trial.path("best").asBoolean() ? number + " (best)" : number;
  }

  private static String number(JsonNode value) {
    double number = value.asDouble();
    return number == Math.rint(number)
        ? String.format(Locale.ROOT, "%.0f", number)
        : String.format(Locale.ROOT, "%.4g", number);
  }
}
