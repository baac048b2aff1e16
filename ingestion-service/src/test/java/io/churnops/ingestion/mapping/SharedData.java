package io.churnops.ingestion.mapping;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real data some tests read. Where it is absent they are skipped with a message, but fail where
 * {@code CI=true}.
 */
public final class SharedData {

  private SharedData() {}

  /** A file of the folder {@code churnops.shared.data}, or of {@code ../shared/data}. */
  public static Path file(String name) {
    Path folder =
        Path.of(
            System.getProperty(
                "churnops.shared.data", root().resolve("../shared/data").toString()));
    Path file = folder.resolve(name).normalize();
    if (!Files.isReadable(file)) {
      String message =
          file + " is absent; -Dchurnops.shared.data=<folder> says where the real data are";
      if ("true".equals(System.getenv("CI"))) {
        fail(message);
      }
      abort(message);
    }
    return file;
  }

  /** The root of the repository; tests run in the folder of their module. */
  private static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }
}
