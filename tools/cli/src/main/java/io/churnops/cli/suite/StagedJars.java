package io.churnops.cli.suite;

import io.churnops.platform.PlatformException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jars that a suite runs from: first those that never change under their name, the largest
 * first, because a class is looked for in one jar after another and most are in the large ones.
 *
 * @param libraries jars that a build leaves as they are
 * @param own jars that a build rewrites
 */
record StagedJars(List<Path> libraries, List<Path> own) {

  static StagedJars of(SuiteHome home) {
    try (Stream<Path> files = Files.list(Staging.folder(home))) {
      List<Path> jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted(
                  Comparator.comparingLong(StagedJars::size).reversed().thenComparing(jar -> jar))
              .toList();
      return new StagedJars(
          jars.stream().filter(jar -> !Staging.changes(jar)).toList(),
          jars.stream().filter(Staging::changes).toList());
    } catch (IOException e) {
      throw new PlatformException("Cannot list the staged jars: " + e, e);
    }
  }

  /** All jars. */
  String classPath() {
    return joined(Stream.concat(libraries.stream(), own.stream()));
  }

  /** The jars that {@link #classPath} begins with. */
  String libraryPath() {
    return joined(libraries.stream());
  }

  /** The jar of a service, which names all others that it needs. */
  Path of(SuiteService service) {
    return own.stream()
        .filter(jar -> jar.getFileName().toString().startsWith(service.fullName() + "-"))
        .findFirst()
        .orElseThrow(() -> new PlatformException("No jar of " + service.fullName()));
  }

  private static String joined(Stream<Path> jars) {
    return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new PlatformException("Cannot tell the size of %s: %s".formatted(file, e), e);
    }
  }
}
