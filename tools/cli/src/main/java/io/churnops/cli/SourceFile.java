package io.churnops.cli;

import io.churnops.cli.definitions.DefinitionFiles;
import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A declaration of a source in a file. */
record SourceFile(String file, String name, String text) {

  private static final String YAML = "application/yaml";

  /**
   * The declarations in files and folders, none named twice.
   *
   * @throws SuiteException when something cannot be read, or has no name
   */
  static List<SourceFile> read(List<Path> paths) {
    List<SourceFile> files = DefinitionFiles.read(paths).stream().map(SourceFile::of).toList();
    Set<String> names = new HashSet<>();
    for (SourceFile file : files) {
      if (!names.add(file.name())) {
        throw new SuiteException(
            "%s: the source %s is declared twice.".formatted(file.file(), file.name()));
      }
    }
    return files;
  }

  private static SourceFile of(DefinitionFiles.Source source) {
    try {
      String name = new YAMLMapper().readTree(source.text()).path("name").asString("");
      if (!name.isEmpty()) {
        return new SourceFile(source.file(), name, source.text());
      }
    } catch (JacksonException noYaml) {
      throw new SuiteException(source.file() + " is not YAML.", noYaml);
    }
    throw new SuiteException(source.file() + " declares no source: it has no name.");
  }

  /** What declaring it would do: NEW, CHANGED or UNCHANGED. */
  String plan(ServiceClient client) {
    return call("POST", SourcesCommand.path(name) + ":plan", client).path("action").asString();
  }

  /** Declares it; answers the source. */
  JsonNode apply(ServiceClient client) {
    return call("PUT", SourcesCommand.path(name), client);
  }

  private JsonNode call(String method, String path, ServiceClient client) {
    try {
      return client.send(method, path, YAML, text);
    } catch (SuiteException refused) {
      throw new SuiteException(file + ": " + refused.getMessage(), refused);
    }
  }
}
