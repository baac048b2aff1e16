package io.churnops.platform;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What the platform must know of the machine it runs on: system, processor, user, tools. */
public final class Machine {

  private Machine() {}

  /** {@code linux} or {@code darwin}. */
  static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (name.startsWith("linux")) {
      return "linux";
    }
    if (name.startsWith("mac")) {
      return "darwin";
    }
    throw new PlatformException(
        "The local servers run on Linux and macOS, not on %s. On Windows use WSL 2."
            .formatted(System.getProperty("os.name")));
  }

  /** {@code amd64} or {@code arm64}. */
  static String processor() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case String other ->
          throw new PlatformException(
              "The local servers run on x86-64 and ARM64, not on " + other + ".");
    };
  }

  public static boolean isRoot() {
    return new UnixSystem().getUid() == 0;
  }

  /** Whether a process may enter a user namespace of its own, in which root is nobody. */
  public static boolean allowsUserNamespaces() {
    return executable("unshare").isPresent() && succeeds("unshare", "-U", "true");
  }

  /** A program of that name on the search path. */
  public static Optional<Path> executable(String name) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    return Arrays.stream(path.split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Words to put before a command so that it runs in a session of its own, away from Ctrl-C. */
  public static List<String> ownSession() {
    if (executable("setsid").isPresent()) {
      return List.of("setsid");
    }
    if (executable("perl").isPresent()) {
      return List.of("perl", "-MPOSIX=setsid", "-e", "setsid(); exec @ARGV or die $!");
    }
    return List.of();
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          Processes.start(
              new ProcessBuilder(command)
                  .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                  .redirectError(ProcessBuilder.Redirect.DISCARD));
      if (process.waitFor(5, TimeUnit.SECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
