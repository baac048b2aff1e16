package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.terminal.Moments;
import io.churnops.cli.terminal.Table;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops model audit}. */
@Command(
    name = "audit",
    description = "Tells who did what to the registry, newest first, and whether that is intact.",
    mixinStandardHelpOptions = true)
final class ModelAuditCommand implements Callable<Integer> {

  /** The audit is not as it was written. */
  private static final int BROKEN = 8;

  @ParentCommand private @Nullable ModelCommand parent;

  @Option(names = "--verify", description = "Follow the chain of digests instead; 8 if it breaks.")
  private boolean verify;

  @Option(
      names = "--head",
      paramLabel = "POSITION:HASH",
      description = "With --verify: a head that was answered before.")
  private @Nullable String head;

  @Option(names = "--subject", paramLabel = "SUBJECT", description = "Such as churn or churn/3.")
  private @Nullable String subject;

  @Option(names = "--actor", paramLabel = "WHO", description = "Only what this principal did.")
  private @Nullable String actor;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many lines (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public Integer call() {
    ModelCommand models = Parent.of(parent);
    try (ServiceClient registry = models.registry()) {
      return verify ? verify(registry, models.terminal()) : list(registry, models.terminal());
    }
  }

  private int list(ServiceClient registry, Terminal terminal) {
    Map<String, String> query = new LinkedHashMap<>();
    if (subject != null) {
      query.put("subject", subject);
    }
    if (actor != null) {
      query.put("actor", actor);
    }
    Pages lines = Pages.read(registry, "/v1/audit", query, limit);
    var table = new Table("position", "at", "who", "did", "to", "detail");
    for (JsonNode line : lines.items()) {
      table.row(
          line.path("position").asString(),
          Moments.toTheSecond(line.path("at").asString()),
          line.path("actor").asString(),
          line.path("action").asString(),
          line.path("subject").asString(),
          detail(line.path("detail")));
    }
    table.print(terminal);
    terminal.document(lines.items());
    return 0;
  }

  private static String detail(JsonNode detail) {
    return detail
        .propertyStream()
        .map(fact -> "%s: %s".formatted(fact.getKey(), told(fact.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String told(JsonNode value) {
    return value.isValueNode() ? value.asString() : value.toString();
  }

  private int verify(ServiceClient registry, Terminal terminal) {
    JsonNode verdict = registry.get("/v1/audit:verify", known());
    boolean intact = verdict.path("intact").asBoolean();
    JsonNode end = verdict.path("head");
    terminal.line(
        intact
            ? terminal.good("The audit is intact: " + verdict.path("lines").asLong() + " lines.")
            : terminal.bad(
                "The audit is broken at line %d: %s."
                    .formatted(
                        verdict.path("broken").path("position").asLong(),
                        verdict.path("broken").path("reason").asString())));
    terminal.line("Head: " + end.path("position").asLong() + ":" + end.path("hash").asString());
    terminal.document(verdict);
    return intact ? 0 : BROKEN;
  }

  private Map<String, String> known() {
    if (head == null) {
      return Map.of();
    }
    String[] parts = head.split(":", 2);
    if (parts.length == 1) {
      throw new SuiteException("--head is POSITION:HASH, as --verify printed it, not " + head);
    }
    return Map.of("position", parts[0], "hash", parts[1]);
  }
}
