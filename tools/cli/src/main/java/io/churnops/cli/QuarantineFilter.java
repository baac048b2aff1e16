package io.churnops.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which quarantined events are meant; all that is given must hold. */
final class QuarantineFilter {

  @Option(names = "--type", paramLabel = "TYPE", description = "Events of this type.")
  private @Nullable String type;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Events that are here for this reason, for example time_in_future.")
  private @Nullable String code;

  @Option(names = "--rule", paramLabel = "RULE", description = "Events that break this rule.")
  private @Nullable String rule;

  @Option(names = "--subject", paramLabel = "ID", description = "Events of this customer.")
  private @Nullable String subject;

  @Option(names = "--source", paramLabel = "SOURCE", description = "Events of this source.")
  private @Nullable String source;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Events refused at this time or later, for example 2026-11-21T10:00:00Z.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Events refused before this time.")
  private @Nullable String until;

  /** The filter as the API names its parts. */
  Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    put(parts, "type", type);
    put(parts, "code", code);
    put(parts, "rule", rule);
    put(parts, "subject", subject);
    put(parts, "source", source);
    put(parts, "since", since);
    put(parts, "until", until);
    return parts;
  }

  private static void put(Map<String, String> parts, String name, @Nullable String value) {
    if (value != null) {
      parts.put(name, value);
    }
  }
}
