package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTests {

  private final UUID importId = UUID.randomUUID();

  @TempDir Path folder;

  private Spool spool;

  @BeforeEach
  void open() {
    spool = new Spool(folder.resolve("spool"));
  }

  @Test
  void keepsAFileUntilItIsDiscarded() throws IOException {
    assertThat(spool.keep(importId, new ByteArrayInputStream(new byte[] {1, 2, 3}))).isEqualTo(3);
    assertThat(spool.holds(importId)).isTrue();
    assertThat(spool.path(importId)).hasBinaryContent(new byte[] {1, 2, 3});
    spool.discard(importId);
    assertThat(spool.holds(importId)).isFalse();
  }

  @Test
  void leavesNothingOfAnUploadThatBreaks() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> spool.keep(importId, broken)).isInstanceOf(IOException.class);
    assertThat(spool.holds(importId)).isFalse();
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  @Test
  void removesWhatNoImportNeeds() throws IOException {
    UUID needed = UUID.randomUUID();
    spool.keep(importId, new ByteArrayInputStream(new byte[1]));
    spool.keep(needed, new ByteArrayInputStream(new byte[1]));
    Path other = Files.createFile(folder.resolve("spool/README"));
    Files.createFile(folder.resolve("spool/half.part"));
    spool.discardAllBut(Set.of(needed));
    assertThat(folder.resolve("spool"))
        .isDirectoryNotContaining("glob:**.part")
        .isDirectoryContaining(file -> file.equals(other))
        .isDirectoryContaining(file -> file.equals(spool.path(needed)));
    assertThat(spool.holds(importId)).isFalse();
  }
}
