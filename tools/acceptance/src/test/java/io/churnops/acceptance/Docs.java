package io.churnops.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's pages, taken apart into what a reader would type and what is said of it. */
final class Docs {

  private static final Pattern FENCE = Pattern.compile("(?ms)^```([^\n]*)\n(.*?)^```$");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
  private static final Pattern COMMENT = Pattern.compile("\\s{2,}#.*$");

  private Docs() {}

  /** The pages by their path, the README first. */
  static List<String> pages() {
    Path root = Repository.root();
    try (Stream<Path> files = Files.walk(root.resolve("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"),
              files
                  .map(file -> root.relativize(file).toString())
                  .filter(file -> file.endsWith(".md"))
                  .sorted())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Block> blocks() {
    return pages().stream().flatMap(page -> blocksOf(page, Repository.text(page))).toList();
  }

  static Stream<Block> blocksOf(String page, String text) {
    return FENCE
        .matcher(text)
        .results()
        .map(fence ->
            new Block(
                page,
                (int) text.substring(0, fence.start()).lines().count() + 1,
                fence.group(1).strip(),
                fence.group(2)));
  }

  /** What stands in backquotes within the prose of a page. */
  static Stream<String> spansOf(String page) {
    return SPAN.matcher(FENCE.matcher(Repository.text(page)).replaceAll(""))
        .results()
        .map(span -> span.group(1));
  }

  /**
   * A fenced block.
   *
   * @param info the language, and for {@code text of COMMAND} the command that prints it
   */
  record Block(String page, int line, String info, String text) {

    String place() {
      return page + ":" + line;
    }

    boolean isShell() {
      return List.of("sh", "bash", "shell").contains(info);
    }

    /** The block's commands, each with all of its lines. */
    List<String> commands() {
      List<String> commands = new ArrayList<>();
      StringBuilder command = new StringBuilder();
      for (String line : text.lines().toList()) {
        if (command.isEmpty() && (line.isBlank() || line.startsWith("#"))) {
          continue;
        }
        command.append(command.isEmpty() ? "" : "\n").append(line);
        if (isWhole(command)) {
          commands.add(COMMENT.matcher(command).replaceFirst("").strip());
          command.setLength(0);
        }
      }
      if (!command.isEmpty()) {
        throw new AssertionError("%s: a command does not end: %s".formatted(place(), command));
      }
      return commands;
    }

    private static boolean isWhole(CharSequence command) {
      char open = 0;
      for (int i = 0; i < command.length(); i++) {
        char c = command.charAt(i);
        if (open == c) {
          open = 0;
        } else if (open == 0 && (c == '\'' || c == '"')) {
          open = c;
        }
      }
      return open == 0 && command.charAt(command.length() - 1) != '\\';
    }
  }
}
