package io.churnops.cli.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the JVMs of a suite. They run from the jars that the launcher staged. */
final class JavaCommand {

  /** What Kafka's and Netty's native code need so that Java 25 does not warn of it. */
  static final List<String> QUIET =
      List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

  /** The default grows in steps, each after a full collection: five of them before all is up. */
  private static final String ROOM_FOR_CLASSES = "-XX:MetaspaceSize=256m";

  /** That collector alone gives up, with an OutOfMemoryError, because it is busy, not full. */
  private static final String NO_HASTY_END = "-XX:-UseGCOverheadLimit";

  private JavaCommand() {}

  /** The process with the servers, and the services too unless they are separate. */
  static List<String> ofSuite(SuiteHome home, Layout layout, SuitePorts ports) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(QUIET);
    switch (layout) {
      case ONE_JVM -> {
        // Its pauses are a third of the serial collector's, and requests wait in them.
        command.addAll(List.of("-Xmx480m", "-XX:+UseParallelGC", NO_HASTY_END, ROOM_FOR_CLASSES));
        command.addAll(ClassArchive.of(home).options());
      }
      case SEPARATE ->
          command.addAll(List.of("-Xmx224m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }
    command.addAll(
        List.of(
            "-XX:+ExitOnOutOfMemoryError",
            temporaryFiles(home),
            "-Dorg.springframework.boot.logging.LoggingSystem=none",
            "-Dlogback.configurationFile=io/churnops/cli/suite/logback-suite.xml",
            "-Dchurnops.logs=" + home.logs(),
            "-cp",
            StagedJars.of(home).classPath(),
            Suite.class.getName(),
            home.folder().toString(),
            layout.name(),
            Integer.toString(ports.offset())));
    return List.copyOf(command);
  }

  /** One service with nothing but its own jars. */
  static List<String> ofService(SuiteService service, SuiteHome home) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(QUIET);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add(temporaryFiles(home));
    command.add(service == SuiteService.TRAINING ? "-Xmx384m" : "-Xmx224m");
    if (!service.computes()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(List.of("-cp", StagedJars.of(home).of(service).toString(), service.mainClass()));
    return List.copyOf(command);
  }

  /**
   * Makes an archive of classes and ends. Modules are set up as in the suite: the JVM else
   * complains in its log and sets them up anew.
   */
  static List<String> ofArchive(String heap, String list, String archive, String classPath) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(QUIET);
    command.addAll(
        List.of("-Xshare:dump", "-XX:+UseSerialGC", heap, list, archive, "-cp", classPath));
    return List.copyOf(command);
  }

  /** A killed JVM leaves unpacked libraries and uploads there. */
  private static String temporaryFiles(SuiteHome home) {
    return "-Djava.io.tmpdir=" + home.temporary();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
