package io.churnops.forest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Real data kept outside the repository, at {@code churnops.shared.data}. Where it is absent a test
 * is skipped, and in CI it fails.
 */
final class SharedData {

  private SharedData() {}

  /** The rows of a gzipped CSV without quotes, header first. */
  static List<String[]> csv(String name) throws IOException {
    Path file =
        repository()
            .resolve(System.getProperty("churnops.shared.data", "../shared/data"))
            .resolve(name)
            .normalize();
    if (!Files.exists(file) && !"true".equals(System.getenv("CI"))) {
      assumeTrue(false, "skipped: there is no " + file);
    }
    try (var in = new GZIPInputStream(Files.newInputStream(file));
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().map(line -> line.split(",", -1)).toList();
    }
  }

  private static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("LICENSE"))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("the tests run outside the repository");
      }
      folder = parent;
    }
    return folder;
  }
}
