package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTests {

  private final UUID importId = UUID.randomUUID();

  @TempDir Path folder;

  private Spool spool;

  @BeforeEach
  void open() {
    spool = new Spool(folder);
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private static Spool.Content bytes(int count) {
    return place -> Files.write(place, new byte[count]);
  }

  @Test
  void keepsAFileUntilItIsDiscarded() throws IOException {
    assertThat(spool.keep(importId, bytes(3))).isEqualTo(3);
    assertThat(spool.holds(importId)).isTrue();
    assertThat(spool.all()).containsExactly(importId);
    assertThat(spool.path(importId)).hasBinaryContent(new byte[3]);
    assertThat(spool.bytes()).isEqualTo(3);
    spool.discard(importId);
    assertThat(spool.holds(importId)).isFalse();
  }

  @Test
  void leavesNothingOfAnUploadThatBreaks() {
    assertThatThrownBy(() ->
            spool.keep(
                importId,
                place -> {
                  Files.write(place, new byte[1]);
                  throw new IOException("connection reset");
                }))
        .isInstanceOf(IOException.class);
    assertThat(spool.holds(importId)).isFalse();
    assertThat(spool.incoming()).isEmptyDirectory();
  }

  @Test
  void removesWhatNoImportNeeds() throws IOException {
    UUID needed = UUID.randomUUID();
    spool.keep(importId, bytes(1));
    spool.keep(needed, bytes(1));
    Path other = Files.createFile(folder.resolve("README"));
    spool.discardAllBut(Set.of(needed));
    assertThat(other).exists();
    assertThat(spool.holds(needed)).isTrue();
    assertThat(spool.holds(importId)).isFalse();
  }

  @Test
  void isTheSameAfterARestartWithoutWhatHadNotArrived() throws IOException {
    UUID instance = spool.instance();
    spool.keep(importId, bytes(1));
    Files.createFile(spool.incoming().resolve("upload.tmp"));
    spool.close();
    spool = new Spool(folder);
    assertThat(spool.instance()).isEqualTo(instance);
    assertThat(spool.holds(importId)).isTrue();
    assertThat(spool.incoming()).isEmptyDirectory();
  }

  @Test
  void leavesAnotherInstanceItsFilesWhileItLives() throws IOException {
    spool.keep(importId, bytes(1));
    try (Spool second = new Spool(folder)) {
      assertThat(second.instance()).isNotEqualTo(spool.instance());
      second.discardAllBut(Set.of());
      assertThat(second.adopt()).isEmpty();
      assertThat(spool.holds(importId)).isTrue();

      spool.close();
      assertThat(second.adopt()).containsExactly(importId);
      assertThat(second.holds(importId)).isTrue();
    }
  }

  @Test
  void takesOverTheFilesOfAVersionThatKnewNoInstances() throws IOException {
    Files.createFile(folder.resolve(importId + ".csv"));
    assertThat(spool.adopt()).containsExactly(importId);
    assertThat(spool.holds(importId)).isTrue();
  }

  @Test
  void removesWhatHadNotArrivedInAVersionThatKnewNoInstances() throws IOException {
    spool.close();
    Path part = Files.createFile(folder.resolve(importId + ".part"));
    spool = new Spool(folder);
    assertThat(part).doesNotExist();
  }

  @Test
  void leavesFilesOfOthersAlone() throws IOException {
    Path below = Files.createFile(folder.resolve("customers.csv"));
    Path within = Files.createFile(folder.resolve(spool.instance() + "/1-1-1-1-1.csv"));
    assertThat(spool.adopt()).isEmpty();
    spool.discardAllBut(Set.of());
    assertThat(below).exists();
    assertThat(within).exists();
    assertThat(spool.all()).isEmpty();
  }

  @Test
  void hasRoomForSoMuchOnly() throws IOException {
    spool.keep(importId, bytes(40));
    SpoolRoom room = new SpoolRoom(spool, 100);
    try (SpoolRoom.Reserved _ = room.reserve(60)) {
      assertThatThrownBy(() -> room.reserve(1)).hasMessageContaining("max-spool");
    }
    assertThatThrownBy(() -> room.reserve(61)).hasMessageContaining("max-spool");
    room.reserve(60).close();
    SpoolRoom unbounded = new SpoolRoom(spool, Long.MAX_VALUE);
    assertThatThrownBy(() -> unbounded.reserve(Long.MAX_VALUE / 2))
        .hasMessageContaining("no room for this file");
    unbounded.reserve(1).close();
  }

  @Test
  void asksTheDiskForWhatHasNotArrivedAlone() throws IOException {
    SpoolRoom room = new SpoolRoom(spool, Long.MAX_VALUE);
    long free = spool.room();
    assertThatThrownBy(() -> room.reserve(2 * free)).hasMessageContaining("no room for this file");
    try (var sparse = new RandomAccessFile(spool.incoming().resolve("upload.tmp").toFile(), "rw")) {
      sparse.setLength(free + free / 2);
      room.reserve(2 * free).close();
    }
  }

  @Test
  void keepsNothingOfWhatIsOnlyLookedAt() throws IOException {
    int found =
        spool.lookAt(
            importId,
            bytes(3),
            place -> {
              assertThat(spool.bytes()).isZero();
              assertThat(spool.arrivedBytes()).isEqualTo(3);
              return Files.readAllBytes(place).length;
            });
    assertThat(found).isEqualTo(3);
    assertThat(spool.incoming()).isEmptyDirectory();
    assertThat(spool.all()).isEmpty();
  }
}
