package io.churnops.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a server's log, for messages about why it died. */
final class ServerLog {

  private static final int LINES = 12;

  private ServerLog() {}

  static String tail(Path log) {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
      return "Its log %s ends with:%n%s"
          .formatted(
              log,
              String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size())));
    } catch (IOException e) {
      return "Its log %s cannot be read: %s".formatted(log, e.getMessage());
    }
  }
}
