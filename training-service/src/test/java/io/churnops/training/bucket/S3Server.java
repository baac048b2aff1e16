package io.churnops.training.bucket;

import io.churnops.platform.test.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** A storage that speaks S3, in a process of its own, over a folder that goes with it. */
public final class S3Server implements AutoCloseable {

  private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";
  private static final Pattern STARTED =
      Pattern.compile("Tomcat started on .* ([1-9][0-9]*) \\(http\\)");

  private final Path folder;
  private final JavaProcess process;
  private final int port;

  private S3Server(Path folder, String bucket) throws IOException {
    this.folder = folder;
    this.process =
        JavaProcess.startJar(
            jar(),
            LAUNCHER,
            List.of(
                "--server.port=0",
                "--http.port=0",
                "--com.adobe.testing.s3mock.store.root="
                    + Files.createDirectory(folder.resolve("root")),
                "--com.adobe.testing.s3mock.store.initial-buckets=" + bucket),
            Files.createFile(folder.resolve("log")));
    this.port = Integer.parseInt(process.awaitLine(STARTED).group(1));
  }

  /** A server with one empty bucket. */
  public static S3Server with(String bucket) {
    try {
      return new S3Server(Files.createTempDirectory("s3-"), bucket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path jar() {
    try {
      return Path.of(
          Class.forName(LAUNCHER).getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
