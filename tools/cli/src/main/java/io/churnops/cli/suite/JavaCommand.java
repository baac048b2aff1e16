package io.churnops.cli.suite;

import io.churnops.platform.PlatformException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Command lines of the JVMs of a suite. They run from the jars that the launcher staged. */
final class JavaCommand {

  /** What Kafka's and Netty's native code need so that Java 25 does not warn of it. */
  private static final List<String> QUIET =
      List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

  /** The default grows in steps, each after a full collection: five of them before all is up. */
  private static final String ROOM_FOR_CLASSES = "-XX:MetaspaceSize=256m";

  private JavaCommand() {}

  /** The process with the servers, and the services too unless they are separate. */
  static List<String> ofSuite(SuiteHome home, Layout layout, SuitePorts ports) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(QUIET);
    switch (layout) {
      case ONE_JVM -> command.addAll(List.of("-Xmx480m", "-XX:+UseSerialGC", ROOM_FOR_CLASSES));
      case SEPARATE ->
          command.addAll(List.of("-Xmx224m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dlogback.configurationFile=io/churnops/cli/suite/logback-suite.xml",
            "-Dchurnops.logs=" + home.logs(),
            "-cp",
            classPath(home),
            Suite.class.getName(),
            home.folder().toString(),
            layout.name(),
            Integer.toString(ports.offset())));
    return List.copyOf(command);
  }

  /**
   * All staged jars, the largest first: a class is looked for in one jar after another, and most
   * are in the large ones.
   */
  private static String classPath(SuiteHome home) {
    return staged(home).stream()
        .filter(jar -> jar.toString().endsWith(".jar"))
        .sorted(Comparator.comparingLong(JavaCommand::size).reversed())
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** One service with nothing but its own jars. */
  static List<String> ofService(SuiteService service, SuiteHome home) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(QUIET);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add(service == SuiteService.TRAINING ? "-Xmx384m" : "-Xmx224m");
    if (!service.computes()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-cp", jar(service, home).toString(), service.mainClass()));
    return List.copyOf(command);
  }

  private static Path jar(SuiteService service, SuiteHome home) {
    return staged(home).stream()
        .filter(jar -> jar.getFileName().toString().startsWith(service.fullName() + "-"))
        .findFirst()
        .orElseThrow(() -> new PlatformException("No jar of " + service.fullName()));
  }

  private static List<Path> staged(SuiteHome home) {
    try (Stream<Path> files = Files.list(Staging.folder(home))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new PlatformException("Cannot list the staged jars: " + e, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new PlatformException("Cannot tell the size of %s: %s".formatted(file, e), e);
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
