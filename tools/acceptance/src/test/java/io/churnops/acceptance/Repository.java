package io.churnops.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The checkout that the tests run in. */
final class Repository {

  /** Service names with their ports, as the documentation gives them. */
  static final Map<String, Integer> PORTS =
      Map.of(
          "ingestion",
          8081,
          "feature",
          8082,
          "training",
          8083,
          "serving",
          8084,
          "monitoring",
          8085);

  private static final YAMLMapper YAML = new YAMLMapper();

  private Repository() {}

  static int port(String service) {
    return Objects.requireNonNull(PORTS.get(service), service);
  }

  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docker-compose.yml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("The tests do not run inside a checkout of Churnops");
      }
    }
    return folder;
  }

  static String text(String path) {
    try {
      return Files.readString(root().resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /** All files below a folder, one after another. */
  static String texts(String folder) {
    try (Stream<Path> files = Files.walk(root().resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> text(root().relativize(file).toString()))
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder, e);
    }
  }

  static JsonNode yaml(String path) {
    return YAML.readTree(text(path));
  }

  /** Every document of a YAML stream. */
  static List<JsonNode> documents(String yaml) {
    List<JsonNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      all.forEachRemaining(documents::add);
    }
    return documents;
  }

  /** A resource of a service or of the kit. */
  static String resource(String name) {
    try (InputStream in = Repository.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
