package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.ingestion.mapping.ImportFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountedFolderTests {

  @TempDir Path outside;

  private Path root;
  private MountedFolder folder;

  @BeforeEach
  void mount() throws IOException {
    root = outside.resolve("root");
    Files.createDirectories(root.resolve("sub"));
    Files.writeString(outside.resolve("secret.csv"), "x");
    Files.writeString(root.resolve("sub/a.csv"), "abc");
    Files.createSymbolicLink(root.resolve("link.csv"), outside.resolve("secret.csv"));
    Files.createSymbolicLink(root.resolve("up"), outside);
    folder = new MountedFolder(root);
  }

  @Test
  void findsWhatLiesInIt() {
    ImportJob.Source file = folder.find("sub/a.csv");
    assertThat(file.bytes()).isEqualTo(3);
    assertThat(folder.require(file, "sub/a.csv")).hasContent("abc");
    assertThat(folder.find("sub/../sub/a.csv").bytes()).isEqualTo(3);
  }

  @Test
  void refusesEverythingElse() {
    for (String path :
        new String[] {
          "../secret.csv",
          "sub/../../secret.csv",
          outside.resolve("secret.csv").toString(),
          "link.csv",
          "up/secret.csv",
          "sub",
          "none.csv",
          "",
          "a\u0000b"
        }) {
      assertThatThrownBy(() -> folder.find(path)).as(path).isInstanceOf(ImportProblem.class);
    }
    assertThatThrownBy(() -> new MountedFolder(null).find("a.csv"))
        .isInstanceOf(ImportProblem.class);
  }

  @Test
  void refusesAFileThatHasChangedSince() throws IOException {
    ImportJob.Source before = folder.find("sub/a.csv");
    Files.writeString(root.resolve("sub/a.csv"), "abcd");
    assertThatThrownBy(() -> folder.require(before, "sub/a.csv"))
        .isInstanceOf(ImportFailedException.class)
        .hasMessageContaining("has changed");
    Files.delete(root.resolve("sub/a.csv"));
    assertThatThrownBy(() -> folder.require(before, "sub/a.csv"))
        .isInstanceOf(ImportFailedException.class);
  }
}
