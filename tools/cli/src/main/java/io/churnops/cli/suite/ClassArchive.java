package io.churnops.cli.suite;

import io.churnops.platform.LeashedProcess;
import io.churnops.platform.PlatformCache;
import io.churnops.platform.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The libraries' classes as the JVM keeps them in memory, in a file that later starts map instead
 * of reading, checking and parsing 20,000 classes again, which is a quarter of a start. It is in
 * the user's cache, about 175 MB, and good for one set of libraries and one JVM.
 *
 * <p>The first suite that runs from a set of libraries writes down what it loads, and makes the
 * archive of that. The JVM itself ignores an archive that does not fit its class path.
 */
final class ClassArchive {

  private static final Pattern UNFINISHED = Pattern.compile(".*\\.jsa\\.(\\d{1,18})");
  private static final String LARGEST_HEAP = "-Xmx160m";

  private final SuiteHome home;
  private final StagedJars jars;
  private final Path file;

  private ClassArchive(SuiteHome home, StagedJars jars, Path file) {
    this.home = home;
    this.jars = jars;
    this.file = file;
  }

  /** The archive of a suite's staged libraries, whether or not it has been made. */
  static ClassArchive of(SuiteHome home) {
    return of(home, PlatformCache.ofThisUser().resolve("classes"));
  }

  static ClassArchive of(SuiteHome home, Path folder) {
    StagedJars jars = StagedJars.of(home);
    return new ClassArchive(home, jars, folder.resolve(key(jars) + ".jsa"));
  }

  Path file() {
    return file;
  }

  boolean exists() {
    return Files.exists(file);
  }

  /** Tells the suite's JVM to use the archive, or else to write down what it loads. */
  List<String> options() {
    return List.of(
        exists() ? "-XX:SharedArchiveFile=" + file : "-XX:DumpLoadedClassList=" + loaded());
  }

  /** Begins to make the archive, at the lowest priority; a part of it is never taken for one. */
  LeashedProcess begin() {
    try {
      Files.createDirectories(file.getParent());
      Files.write(ofLibraries(), librariesOnly(Files.readAllLines(loaded())));
    } catch (IOException e) {
      throw new PlatformException("Cannot list the classes of the archive: " + e, e);
    }
    List<String> command = new ArrayList<>(List.of("nice", "-n", "19"));
    command.addAll(
        JavaCommand.ofArchive(
            LARGEST_HEAP,
            "-XX:SharedClassListFile=" + ofLibraries(),
            "-XX:SharedArchiveFile=" + unfinished(),
            jars.libraryPath()));
    return LeashedProcess.start(
        command,
        Map.of(),
        "KILL",
        home.run().resolve("class-archive.log"),
        home.run().resolve("class-archive.pid"));
  }

  /**
   * Puts the archive that has been made in its place, and deletes those of other libraries and what
   * ended half made.
   */
  void finish() {
    try {
      Files.move(unfinished(), file, StandardCopyOption.ATOMIC_MOVE);
      for (Path other : others()) {
        Files.deleteIfExists(other);
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot keep the archive of classes: " + e, e);
    }
  }

  private List<Path> others() throws IOException {
    try (Stream<Path> files = Files.list(file.getParent())) {
      return files
          .filter(other -> other.getFileName().toString().contains(".jsa"))
          .filter(other -> !other.equals(file) && !isBeingMade(other))
          .toList();
    }
  }

  private static boolean isBeingMade(Path unfinished) {
    Matcher pid = UNFINISHED.matcher(unfinished.getFileName().toString());
    return pid.matches() && ProcessHandle.of(Long.parseLong(pid.group(1))).isPresent();
  }

  private Path loaded() {
    return home.run().resolve("classes-loaded.txt");
  }

  private Path ofLibraries() {
    return home.run().resolve("classes-archived.txt");
  }

  private Path unfinished() {
    return file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
  }

  /** The last line may be half written, and our own classes are not in the archive's class path. */
  private static List<String> librariesOnly(List<String> loaded) {
    return loaded.stream()
        .limit(Math.max(0, loaded.size() - 1L))
        .filter(line -> !line.contains("io/churnops/"))
        .toList();
  }

  private static String key(StagedJars jars) {
    StringBuilder text = new StringBuilder(Runtime.version().toString()).append(JavaCommand.QUIET);
    for (Path jar : jars.libraries()) {
      try {
        text.append('\n')
            .append(jar.getFileName())
            .append(' ')
            .append(Files.size(jar))
            .append(' ')
            .append(Files.getLastModifiedTime(jar).toMillis());
      } catch (IOException e) {
        throw new PlatformException("Cannot look at %s: %s".formatted(jar, e), e);
      }
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
