package io.churnops.cli;

import com.sun.management.OperatingSystemMXBean;
import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.suite.SuiteStatus;
import io.churnops.cli.suite.SuiteStatus.Condition;
import io.churnops.platform.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Examines the machine and the home of a suite. */
final class Checkup {

  private static final long GIGABYTE = 1L << 30;
  private static final int JAVA = 25;

  private final LocalSuite suite;
  private final SuitePorts ports;

  Checkup(LocalSuite suite, SuitePorts ports) {
    this.suite = suite;
    this.ports = ports;
  }

  List<Finding> findings() {
    SuiteStatus status = suite.status();
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(memory(status));
    findings.add(disk());
    findings.add(folder());
    findings.add(user());
    findings.add(processes(status));
    findings.addAll(ports(status));
    findings.add(locks(status));
    findings.add(clock());
    findings.addAll(artefacts(status));
    return List.copyOf(findings);
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    String found = "%s %s".formatted(System.getProperty("java.vendor"), Runtime.version());
    return feature >= JAVA
        ? Finding.ok("java", found)
        : Finding.failure("java", found, "Install a JDK 25 and point JAVA_HOME at it.");
  }

  private static Finding memory(SuiteStatus status) {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    double total = (double) machine.getTotalMemorySize() / GIGABYTE;
    String found = "%.1f GB in this machine".formatted(total);
    if (total < 1.5) {
      return Finding.failure("memory", found, "The suite takes 1.2 GB. Use a larger machine.");
    }
    return total < 3
        ? Finding.warning(
            "memory", found, "Enough for one JVM (1.2 GB), not for --separate (2.5 GB).")
        : Finding.ok(
            "memory", found + (status.condition() == Condition.UP ? ", suite included" : ""));
  }

  private Finding disk() {
    Path existing = existing(suite.home().folder());
    double free = (double) existing.toFile().getUsableSpace() / GIGABYTE;
    String found = "%.1f GB free in %s".formatted(free, existing);
    if (free < 0.5) {
      return Finding.failure("disk", found, "Make room, or use another folder: --home DIR");
    }
    return free < 3
        ? Finding.warning("disk", found, "Make room: the event log and Kafka grow.")
        : Finding.ok("disk", found);
  }

  private Finding folder() {
    Path folder = suite.home().folder();
    return Files.isWritable(existing(folder))
        ? Finding.ok("folder", folder + " can be written")
        : Finding.failure(
            "folder",
            folder + " cannot be written",
            "Give it to this user (chown), or use another: --home DIR");
  }

  private static Finding user() {
    if (!Machine.isRoot()) {
      return Finding.ok("user", System.getProperty("user.name"));
    }
    if (Machine.allowsUserNamespaces()) {
      return Finding.ok("user", "root; PostgreSQL runs in a user namespace");
    }
    return Machine.executable("setpriv").isPresent()
        ? Finding.warning(
            "user",
            "root, and user namespaces are forbidden: PostgreSQL runs as user 65534",
            "Keep the suite's folder where every user may pass, or run as an ordinary user.")
        : Finding.failure(
            "user",
            "root, user namespaces are forbidden and there is no setpriv",
            "PostgreSQL refuses to run as root. Run as an ordinary user, or install util-linux.");
  }

  private Finding processes(SuiteStatus status) {
    return switch (status.condition()) {
      case STOPPED -> Finding.ok("suite", "does not run");
      case UP -> Finding.ok("suite", "is up, pid " + status.pid());
      case STARTING -> Finding.ok("suite", "is starting, pid " + status.pid());
      case IMPAIRED ->
          Finding.warning(
              "suite",
              "runs without "
                  + String.join(", ", status.troubled().stream().map(part -> part.name()).toList()),
              "Look why (churnops status, churnops logs), then restart it: "
                  + status.upAgain()
                  + suite.home().option());
      case CRASHED ->
          Finding.warning(
              "suite",
              "process %d has died".formatted(status.pid()),
              "Look why (churnops logs), then start it again: "
                  + status.upAgain()
                  + suite.home().option());
      case FAILED -> Finding.warning("suite", "the last start failed", "See why: churnops status");
    };
  }

  private List<Finding> ports(SuiteStatus status) {
    if (status.runs()) {
      return List.of(Finding.ok("ports", "held by the suite"));
    }
    List<String> taken = ports.taken();
    return taken.isEmpty()
        ? List.of(Finding.ok("ports", "all free"))
        : taken.stream()
            .map(sentence ->
                Finding.failure(
                    "ports",
                    sentence,
                    "Stop that process, or move the suite: churnops up --port-offset 100"))
            .toList();
  }

  private Finding locks(SuiteStatus status) {
    Path lock = suite.home().data().resolve("postgres/data/postmaster.pid");
    return status.runs() || !Files.exists(lock)
        ? Finding.ok("locks", "none is stale")
        : Finding.warning(
            "locks",
            lock + " was left by a server that did not stop cleanly",
            "Nothing to do: the next start recovers the data and removes it.");
  }

  /** The clock must not be before the build: event times and certificates would make no sense. */
  private static Finding clock() {
    Instant now = InstantSource.system().instant();
    try {
      Path jar =
          Path.of(Checkup.class.getProtectionDomain().getCodeSource().getLocation().getPath());
      Instant built = Files.getLastModifiedTime(jar).toInstant();
      Duration ahead = Duration.between(now, built);
      return ahead.compareTo(Duration.ofMinutes(5)) > 0
          ? Finding.failure(
              "clock",
              "%s is before this build (%s)".formatted(now, built),
              "Set the clock: events of the future are refused.")
          : Finding.ok("clock", now.toString());
    } catch (IOException e) {
      return Finding.ok("clock", now.toString());
    }
  }

  /** Only a suite that runs can tell, with the settings that it was started with. */
  private List<Finding> artefacts(SuiteStatus status) {
    if (status.condition() != Condition.UP) {
      return List.of();
    }
    try (ServiceClient training = new ServiceOptions().client(suite, SuiteService.TRAINING)) {
      return ArtefactCheckup.findings(training);
    }
  }

  private static Path existing(Path folder) {
    Path path = folder;
    while (!Files.exists(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }
}
