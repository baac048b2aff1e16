package io.churnops.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The process that listens on a port, as far as this user may know: from /proc, else from lsof. */
public record PortHolder(long pid, String command) {

  private static final int TCP_LISTEN = 0x0A;

  /**
   * The process listening on a TCP port of this machine; empty when none does or it is another
   * user's.
   */
  public static Optional<PortHolder> of(int port) {
    try {
      return Files.isReadable(Path.of("/proc/net/tcp")) ? fromProc(port) : fromLsof(port);
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "%s (pid %d)".formatted(command, pid);
  }

  private static Optional<PortHolder> fromProc(int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      if (Files.isReadable(Path.of(table))) {
        Files.readAllLines(Path.of(table)).stream()
            .skip(1)
            .map(line -> line.trim().split("\\s+"))
            .filter(columns -> listensOn(columns, port))
            .forEach(columns -> sockets.add("socket:[" + columns[9] + "]"));
      }
    }
    if (sockets.isEmpty()) {
      return Optional.empty();
    }
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().chars().allMatch(Character::isDigit))
          .filter(process -> holdsOneOf(process, sockets))
          .map(process -> Long.parseLong(process.getFileName().toString()))
          .min(Long::compare)
          .map(pid -> new PortHolder(pid, commandOf(pid)));
    }
  }

  private static boolean listensOn(String[] columns, int port) {
    String local = columns[1];
    return Integer.parseInt(columns[3], 16) == TCP_LISTEN
        && Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16) == port;
  }

  private static boolean holdsOneOf(Path process, Set<String> sockets) {
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return descriptors.anyMatch(descriptor -> sockets.contains(linkOf(descriptor)));
    } catch (IOException e) {
      return false; // another user's process, or gone meanwhile
    }
  }

  private static String linkOf(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String commandOf(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "comm")).trim();
    } catch (IOException e) {
      return "a process";
    }
  }

  private static Optional<PortHolder> fromLsof(int port) throws IOException, InterruptedException {
    Process lsof =
        Processes.start(
            new ProcessBuilder("lsof", "-nP", "-iTCP:" + port, "-sTCP:LISTEN", "-Fpc")
                .redirectErrorStream(true));
    String answer = new String(lsof.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    lsof.waitFor(5, TimeUnit.SECONDS);
    Optional<String> pid =
        field(answer, 'p').filter(text -> text.chars().allMatch(Character::isDigit));
    return pid.map(
        text -> new PortHolder(Long.parseLong(text), field(answer, 'c').orElse("a process")));
  }

  private static Optional<String> field(String answer, char name) {
    return answer
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).indexOf(name) == 0)
        .map(line -> line.substring(1))
        .findFirst();
  }
}
