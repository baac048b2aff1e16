package io.churnops.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where unpacked programs are kept between runs. */
public final class PlatformCache {

  private PlatformCache() {}

  /**
   * A folder of this user: below {@code XDG_CACHE_HOME} or {@code ~/.cache}, or in the temporary
   * folder for a user without a home.
   */
  public static Path ofThisUser() {
    Path base =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
    boolean usable =
        Files.isDirectory(base)
            ? Files.isWritable(base)
            : Files.isWritable(base.toAbsolutePath().getParent());
    return usable
        ? base.resolve("churnops")
        : Path.of(
            System.getProperty("java.io.tmpdir"), "churnops-" + System.getProperty("user.name"));
  }
}
