package io.churnops.platform;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Where unpacked programs are kept between runs. */
public final class PlatformCache {

  /** Not the JVM's own temporary folder, which is another for every suite. */
  private static final Path SHARED_TEMPORARY = Path.of("/tmp");

  private PlatformCache() {}

  /**
   * A folder of this user: below {@code XDG_CACHE_HOME} or {@code ~/.cache}. It is in the temporary
   * folder for a user without a home, and for a root who must run PostgreSQL as somebody else, who
   * cannot pass root's home.
   */
  public static Path ofThisUser() {
    Path base =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(text -> !text.isBlank())
            .map(Path::of)
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
            .toAbsolutePath();
    boolean writable = Files.isWritable(Files.isDirectory(base) ? base : base.getParent());
    boolean passable = !Machine.isRoot() || Machine.allowsUserNamespaces();
    return writable && passable ? base.resolve("churnops") : inTemporaryFolder();
  }

  /** Programs are run from it, so it must be nobody else's. */
  private static Path inTemporaryFolder() {
    long user = new UnixSystem().getUid();
    Path folder = SHARED_TEMPORARY.resolve("churnops-" + user);
    try {
      if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
      int owner = (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (owner != user || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new PlatformException(folder + " belongs to somebody else; remove it.");
      }
      return folder;
    } catch (IOException e) {
      throw new PlatformException("Cannot make the folder %s: %s".formatted(folder, e), e);
    }
  }
}
