package io.churnops.cli.definitions;

import io.churnops.cli.suite.SuiteException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The definitions in files and folders, in the order of their paths. */
public final class DefinitionFiles {

  private static final Set<String> ENDINGS = Set.of("yaml", "yml", "json");

  private DefinitionFiles() {}

  /**
   * A file with one or several definitions.
   *
   * @param file as it was named on the command line, or found below that
   */
  public record Source(String file, String text) {}

  /**
   * Reads files as they are named, and of folders all that end in yaml, yml or json.
   *
   * @throws SuiteException when something cannot be read, or there is nothing
   */
  public static List<Source> read(List<Path> paths) {
    List<Source> sources = new ArrayList<>();
    for (Path path : paths) {
      for (Path file : files(path)) {
        sources.add(new Source(file.toString(), text(file)));
      }
    }
    if (sources.isEmpty()) {
      throw new SuiteException("There is no .yaml, .yml or .json file in " + paths);
    }
    return List.copyOf(sources);
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> below = Files.walk(path)) {
      return below
          .filter(file -> ENDINGS.contains(ending(file)) && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new SuiteException("The folder %s cannot be read: %s".formatted(path, e), e);
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new SuiteException("The file %s is not UTF-8 text.".formatted(file), e);
    } catch (IOException e) {
      throw new SuiteException("The file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
