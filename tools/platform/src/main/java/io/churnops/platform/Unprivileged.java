package io.churnops.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to run PostgreSQL, which refuses to run as root. An ordinary user runs it as is. Root runs it
 * in a user namespace, where root is nobody yet still owns its files; where the kernel forbids
 * that, as user 65534, to whom the data are given.
 */
sealed interface Unprivileged {

  /** Words to put before PostgreSQL's commands. */
  List<String> prefix();

  /** Makes the folder usable for PostgreSQL. */
  void own(Path folder);

  static Unprivileged choose() {
    if (!Machine.isRoot()) {
      return new AsIs();
    }
    if (Machine.allowsUserNamespaces()) {
      return new InNamespace();
    }
    if (Machine.executable("setpriv").isPresent()) {
      return new AsNobody();
    }
    throw new PlatformException(
        "PostgreSQL does not run as root, and this machine allows neither user namespaces nor has setpriv. Run as an ordinary user, or install util-linux.");
  }

  /** An ordinary user's own process. */
  record AsIs() implements Unprivileged {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void own(Path folder) {}
  }

  /** Root in a user namespace that maps nobody to root. */
  record InNamespace() implements Unprivileged {
    private static final int ROOT = 0;

    @Override
    public List<String> prefix() {
      return List.of("unshare", "-U");
    }

    @Override
    public void own(Path folder) {
      give(folder, ROOT); // it may have been nobody's before namespaces were allowed
    }
  }

  /** User and group 65534, which most systems call nobody. */
  record AsNobody() implements Unprivileged {
    private static final int NOBODY = 65534;

    @Override
    public List<String> prefix() {
      return List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
    }

    @Override
    public void own(Path folder) {
      requirePassable(folder.getParent());
      give(folder, NOBODY);
    }

    private static void requirePassable(@Nullable Path folder) {
      for (Path path = folder; path != null; path = path.getParent()) {
        try {
          if (!Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_EXECUTE)) {
            throw new PlatformException(
                "PostgreSQL has to run as user %d here and cannot pass %s. Choose a folder below one that everybody may enter, or allow user namespaces."
                    .formatted(NOBODY, path));
          }
        } catch (IOException e) {
          throw new PlatformException("Cannot look at %s: %s".formatted(path, e), e);
        }
      }
    }
  }

  private static void give(Path folder, int user) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        if ((Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) != user) {
          Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
          Files.setAttribute(path, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
        }
      }
    } catch (IOException e) {
      throw new PlatformException("Cannot give %s to user %d: %s".formatted(folder, user, e), e);
    }
  }
}
