package io.churnops.cli.suite;

import io.churnops.platform.Processes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads of this JVM that optimise code, where the system shows them in {@code /proc} and has
 * {@code renice}. A start that keeps two cores busy is done sooner when they wait for what it
 * leaves over. The JVM's own option for it slows the quick compiler too, and asks to be root. With
 * more than two cores it may start more of these threads later.
 */
final class OptimisingCompiler {

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final String NAME = "C2 Compiler";

  /** A tenth of what others get from a core that all want. */
  private static final String NICENESS = "10";

  private OptimisingCompiler() {}

  /** Lets others go first, for good: an ordinary user cannot take it back. */
  static void yieldToOthers() {
    try {
      List<String> threads = threads();
      List<String> command = new ArrayList<>(List.of("renice", "-n", NICENESS, "-p"));
      command.addAll(threads);
      if (!threads.isEmpty()) {
        Processes.start(
            new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD));
      }
    } catch (IOException | DirectoryIteratorException notHere) {
      // Without it a start takes a little longer.
    }
  }

  private static List<String> threads() throws IOException {
    List<String> ids = new ArrayList<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(THREADS)) {
      for (Path thread : threads) {
        if (Files.readString(thread.resolve("comm")).startsWith(NAME)) {
          ids.add(thread.getFileName().toString());
        }
      }
    }
    return ids;
  }
}
