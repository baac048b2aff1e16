package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;

/** The events that a decision is about: one, or all that a filter finds. */
sealed interface QuarantineChoice {

  /** The count of those that were passed over because another decides on them. */
  String UNDER_WAY = "underWay";

  /** One item by its id. */
  record One(String item) implements QuarantineChoice {}

  /** All open items that a filter finds, an empty one finds all. */
  record Many(Map<String, String> filter) implements QuarantineChoice {

    /** Decides on them piece after piece, and answers the sums of some counts. */
    Map<String, Integer> settle(
        ServiceClient client,
        String path,
        Map<String, Object> how,
        Terminal terminal,
        String... counts) {
      Map<String, Integer> sums = new LinkedHashMap<>();
      List.of(counts).forEach(count -> sums.put(count, 0));
      Map<String, Object> request = new LinkedHashMap<>(how);
      if (filter.isEmpty()) {
        request.put("all", true);
      } else {
        request.put("filter", filter);
      }
      String cursor;
      do {
        JsonNode report = client.post(path, request);
        sums.replaceAll((count, sum) -> sum + report.path(count).asInt(0));
        terminal.progress(sums.toString());
        cursor = report.path("nextCursor").stringValue("");
        request.put("cursor", cursor);
      } while (!cursor.isEmpty());
      return sums;
    }
  }

  /** Says what to do about those that another decides on; answers whether there are none. */
  static boolean tellUnderWay(Map<String, Integer> counts, Terminal terminal) {
    int underWay = counts.getOrDefault(UNDER_WAY, 0);
    if (underWay > 0) {
      terminal.line(
          "Passed over %d that another replay holds: ask again in a minute.".formatted(underWay));
    }
    return underWay == 0;
  }

  /**
   * What the command line names.
   *
   * @throws ParameterException unless it is one item, or a filter, or all
   */
  static QuarantineChoice of(
      @Nullable String item, QuarantineFilter filter, boolean all, CommandSpec spec) {
    Map<String, String> parts = filter.parts();
    boolean many = all || !parts.isEmpty();
    if ((item != null) == many || (all && !parts.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "Name one item, or some by --type, --code, --rule, --subject, --source, --since or"
              + " --until, or --all.");
    }
    return item == null ? new Many(parts) : new One(item);
  }
}
