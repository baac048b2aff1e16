package io.churnops.ingestion.sources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that declarations name: a file each, in one folder, as Kubernetes and Docker mount
 * them. They are read when they are needed, so a changed one counts from the next run on, and stand
 * in no answer, log or table.
 */
final class Secrets {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final int LONGEST = 16 * 1024;

  private final @Nullable Path folder;

  Secrets(@Nullable Path folder) {
    this.folder = folder;
  }

  static String requireName(String place, String name) {
    if (!NAME.matcher(name).matches()) {
      throw SourceProblem.invalid(
          place + " is the name of a file: letters, digits, -, _ and dots, not at the beginning.");
    }
    return name;
  }

  /**
   * The secret of a name, without the line break at its end.
   *
   * @throws SourceFailedException if there is none
   */
  String get(String name) {
    if (folder == null) {
      throw new SourceFailedException(
          "The service has no folder of secrets (churnops.ingestion.sources.secrets).");
    }
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > LONGEST) {
        throw new SourceFailedException("The secret " + name + " is too long.");
      }
      String text = Files.readString(file).stripTrailing();
      if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
        throw new SourceFailedException("The secret " + name + " is empty, or no single line.");
      }
      return text;
    } catch (IOException absent) {
      throw new SourceFailedException("The secret " + name + " cannot be read.", absent);
    }
  }
}
