package io.churnops.feature.datasets;

import io.churnops.features.engine.TrainingRows;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.projectnessie.cel.Program;

/**
 * Names the code that makes rows, by a digest of its jars and of the Java version: only rows of the
 * same code are sure to be the same.
 */
final class RowsCode {

  private static final int DIGEST_BYTES = 16;
  private static final String IN_JAR = "jar:";

  private RowsCode() {}

  /** The name; empty where the code is in no file that can be read. */
  static Optional<String> fingerprint() {
    MessageDigest digest = RowsFile.sha256();
    digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
    try {
      for (Class<?> one : List.of(RowsCode.class, TrainingRows.class, Program.class)) {
        add(place(one), digest);
      }
    } catch (IOException
        | URISyntaxException
        | IllegalArgumentException
        | FileSystemNotFoundException e) {
      return Optional.empty();
    }
    return Optional.of(HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), DIGEST_BYTES)));
  }

  /**
   * The folder or jar that a class is read from. Its code source would not do: of a class that
   * comes from an archive of the JVM's it is where the archive was made.
   */
  static Path place(Class<?> one) throws URISyntaxException, FileNotFoundException {
    String name = "/" + one.getName().replace('.', '/') + ".class";
    URL found = one.getResource(name);
    if (found == null) {
      throw new FileNotFoundException(name);
    }
    String file = found.toString();
    String holder = file.substring(0, file.length() - name.length());
    return Path.of(
        new URI(
            holder.startsWith(IN_JAR)
                ? holder.substring(IN_JAR.length(), holder.length() - 1)
                : holder));
  }

  private static void add(Path place, MessageDigest digest) throws IOException {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.update(place.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
    }
  }
}
