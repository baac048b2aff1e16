package io.churnops.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that every command is given: what to make, and where to put it. */
final class JobFiles {

  @Option(
      names = "--manifest",
      required = true,
      description =
          "manifest.json of the training set, as GET /v1/training-datasets/{id} has it; its"
              + " cutoffs may be others, in any order")
  private Path manifest = Path.of("manifest.json");

  @Option(names = "--out", required = true, description = "the file that is made")
  private Path out = Path.of("");

  /** Writes all that belongs into a file. */
  interface Content<T, E extends Exception> {
    T write(Path file) throws IOException, E;
  }

  JsonNode manifest() throws IOException {
    try {
      JsonNode json = JsonMapper.shared().readTree(Files.readAllBytes(manifest));
      JsonNode described = json.has("manifest") ? json.path("manifest") : json;
      if (!described.isObject()) {
        throw new UnusableInputException(manifest + " is not the manifest of a training set");
      }
      return described;
    } catch (JacksonException e) {
      throw new UnusableInputException(manifest + " is not JSON: " + e.getOriginalMessage());
    }
  }

  Path out() {
    return out;
  }

  /** Makes sure, before there is any work, that its result can be kept. */
  void requireRoom() {
    Path folder = out.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(out)) {
      throw new UnusableInputException("No file can be written at " + out);
    }
  }

  /** Writes the result, which is there whole or not at all. */
  <T, E extends Exception> T write(Content<T, E> content) throws IOException, E {
    Path draft = out.resolveSibling(out.getFileName() + ".part");
    try {
      T told = content.write(draft);
      Files.move(draft, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return told;
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
