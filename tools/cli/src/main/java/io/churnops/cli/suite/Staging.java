package io.churnops.cli.suite;

import io.churnops.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars that a suite runs from: its own set, so that a build beside a running suite does not
 * pull its jars from under it. Jars that never change under their name are linked, the others
 * copied.
 */
final class Staging {

  private Staging() {}

  static Path folder(SuiteHome home) {
    return home.run().resolve("app");
  }

  /** Stages all jars of a folder, and removes what an earlier build left. */
  static void stage(Path built, SuiteHome home) {
    Path folder = folder(home);
    try {
      Folders.delete(folder);
      Files.createDirectories(folder);
      for (Path jar : jarsOf(built)) {
        stageJar(jar, folder.resolve(jar.getFileName()));
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot stage the jars of %s: %s".formatted(built, e), e);
    }
  }

  private static List<Path> jarsOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static void stageJar(Path jar, Path target) throws IOException {
    if (!changes(jar) && linked(jar, target)) {
      return;
    }
    Files.copy(jar, target, StandardCopyOption.COPY_ATTRIBUTES);
  }

  /** Whether a build makes another jar of the same name. */
  static boolean changes(Path jar) {
    String name = jar.getFileName().toString();
    return name.contains("SNAPSHOT") || name.equals("churnops.jar");
  }

  private static boolean linked(Path jar, Path target) {
    try {
      Files.createLink(target, jar);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false; // another file system
    }
  }
}
