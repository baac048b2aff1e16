package io.churnops.acceptance;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder that looks like a checkout in which the launcher has just built, with a {@code
 * .churnops} of its own: what the real one holds is linked, the launcher is a copy.
 */
final class BuiltCheckout {

  private static final Set<String> OWN = Set.of("churnops", ".churnops", "tools", ".git", "target");
  private static final long LONGEST_SCRIPT_SECONDS = 400;

  /** What Java says of the options that only tests give it. */
  private static final Pattern OF_TESTS =
      Pattern.compile("(?m)^NOTE: Picked up JDK_JAVA_OPTIONS.*\n");

  private final Path folder;
  private final Map<String, String> variables;

  /**
   * Looks like one.
   *
   * @param variables of the environment that commands find
   */
  BuiltCheckout(Path folder, Map<String, String> variables) throws IOException {
    this.folder = folder;
    this.variables = Map.copyOf(variables);
    Path root = Repository.root();
    linkAll(root, folder);
    Files.copy(
        root.resolve("churnops"), folder.resolve("churnops"), StandardCopyOption.COPY_ATTRIBUTES);
    Path app = Files.createDirectories(folder.resolve("tools/suite/target/app"));
    linkAll(root.resolve("tools/suite/target/app"), app);
    Files.deleteIfExists(app.resolve(".built"));
    Files.createFile(app.resolve(".built"));
    Files.writeString(
        folder.resolve(".curlrc"),
        "silent\nshow-error\nwrite-out = \"\\n@answer %{http_code}\\n\"\n");
  }

  /** What the launcher makes for itself. */
  File archiveOfClasses() {
    return folder.resolve("tools/suite/target/app/churnops.aot").toFile();
  }

  /** Runs a script with bash, as if typed here; it ends at the first command that fails. */
  Outcome run(String script) {
    try {
      Path output = Files.createTempFile(folder, "typed", ".out");
      ProcessBuilder bash =
          new ProcessBuilder("bash", "-e", "-u", "-o", "pipefail", "-c", script)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Map<String, String> environment = bash.environment();
      String java = System.getProperty("java.home");
      environment.put("JAVA_HOME", java);
      environment.put("PATH", java + "/bin:" + environment.get("PATH"));
      environment.put("CURL_HOME", folder.toString());
      environment.putAll(LocalSuite.FAR_AWAY);
      environment.putAll(variables);
      Process process = bash.start();
      boolean ended = process.waitFor(LONGEST_SCRIPT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      String printed = OF_TESTS.matcher(Files.readString(output)).replaceAll("");
      return new Outcome(ended ? process.exitValue() : -1, printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void linkAll(Path from, Path to) throws IOException {
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (!OWN.contains(name)) {
          Files.createSymbolicLink(to.resolve(name), entry);
        }
      }
    }
  }

  record Outcome(int exitCode, String output) {}
}
