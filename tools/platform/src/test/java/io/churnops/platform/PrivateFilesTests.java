package io.churnops.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTests {

  @TempDir Path temp;

  @Test
  void closesFilesAndFoldersToOthers() throws IOException {
    Path folder = temp.resolve("credentials");
    PrivateFiles.createDirectory(folder);
    PrivateFiles.write(folder.resolve("key"), "secret");

    assertThat(modeOf(folder)).isEqualTo("rwx------");
    assertThat(modeOf(folder.resolve("key"))).isEqualTo("rw-------");
    assertThat(folder.resolve("key")).hasContent("secret");
  }

  @Test
  void closesAFolderThatWasOpen() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("open"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    PrivateFiles.createDirectory(folder);

    assertThat(modeOf(folder)).isEqualTo("rwx------");
  }

  @Test
  void replacesAFileWithoutLeavingAnotherBehind() throws IOException {
    Path file = temp.resolve("key");
    PrivateFiles.write(file, "old");
    PrivateFiles.write(file, "new");

    assertThat(file).hasContent("new");
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void opensAFileWithoutReplacingIt() throws IOException {
    Path file = temp.resolve("lock");
    PrivateFiles.open(file).close();
    assertThat(modeOf(file)).isEqualTo("rw-------");
    Files.writeString(file, "the same");
    Object identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

    PrivateFiles.open(file).close();

    assertThat(file).hasContent("the same");
    assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey()).isEqualTo(identity);
  }

  private static String modeOf(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
