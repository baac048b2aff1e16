package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code churnops model gates}. */
@Command(
    name = "gates",
    description = {
      "Holds a version to the gates of a champion, without promoting it.",
      "Without a version, shows the limits of the model's gates, or sets them."
    },
    mixinStandardHelpOptions = true)
final class ModelGatesCommand implements Callable<Integer> {

  /** A gate is not passed. */
  private static final int REFUSED = 6;

  @ParentCommand private @Nullable ModelCommand parent;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "VERSION",
      arity = "0..1",
      description = "Number of the version; without one, the limits themselves.")
  private @Nullable Integer version;

  @Option(
      names = "--limit",
      paramLabel = "NAME=VALUE",
      description =
          "A limit of this model alone, as minimum-recall=0.4, better-than-champion=false or"
              + " maximum-latency-millis=2; 'default' takes it back. Can be repeated.")
  private Map<String, String> limits = new LinkedHashMap<>();

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    Integer judged = version;
    try (ServiceClient registry = models.registry()) {
      if (judged == null) {
        return limits(models, registry);
      }
      if (!limits.isEmpty()) {
        throw new ParameterException(
            Parent.of(spec).commandLine(), "Limits are of a model, not of one version");
      }
      return judge(models, registry, judged);
    }
  }

  private int limits(ModelCommand models, ServiceClient registry) {
    String path = models.path() + "/gates";
    JsonNode gates = limits.isEmpty() ? registry.get(path) : registry.patch(path, changes());
    JsonNode own = gates.path("own");
    var table = new Table("LIMIT", "VALUE", "OF");
    gates
        .path("limits")
        .propertyStream()
        .forEach(limit ->
            table.row(
                kebab(limit.getKey()),
                limit.getValue().asString(),
                own.has(limit.getKey()) ? "this model" : "the service"));
    table.print(models.terminal());
    models.terminal().document(gates);
    return 0;
  }

  private Map<String, @Nullable Object> changes() {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    limits.forEach((name, value) -> changes.put(camel(name), limit(value)));
    return changes;
  }

  private static @Nullable Object limit(String value) {
    return switch (value) {
      case "default" -> null;
      case "true", "false" -> Boolean.valueOf(value);
      // The service says what is wrong with what is no number.
      default -> value.matches("-?[0-9]*\\.?[0-9]+") ? Double.valueOf(value) : value;
    };
  }

  private static String camel(String name) {
    return Pattern.compile("-([a-z])")
        .matcher(name)
        .replaceAll(dash -> dash.group(1).toUpperCase(Locale.ROOT));
  }

  private static String kebab(String name) {
    return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static int judge(ModelCommand models, ServiceClient registry, int version) {
    Terminal terminal = models.terminal();
    JsonNode report = registry.post(models.path(version) + "/gates", Map.of());
    boolean passed = report.path("passed").asBoolean();
    print(report, terminal);
    String verdict =
        "Version %d of %s %s the champion."
            .formatted(version, models.model(), passed ? "may become" : "may not become");
    terminal.line(passed ? terminal.good(verdict) : terminal.bad(verdict));
    terminal.document(report);
    return passed ? 0 : REFUSED;
  }

  private static void print(JsonNode report, Terminal terminal) {
    var table = new Table("gate", "passed", "measured", "limit", "reason");
    for (JsonNode gate : report.path("gates")) {
      table.row(
          gate.path("gate").asString(),
          gate.path("passed").asBoolean() ? "yes" : "NO",
          number(gate.path("measured")),
          number(gate.path("limit")),
          gate.path("reason").asString());
    }
    table.print(terminal);
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "-";
  }
}
