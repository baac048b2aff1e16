package io.churnops.forest.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtefactArchiveTests {

  private static final KeyPair KEYS = SigningKeys.generate();

  private final Path temporary;
  private final Path unpacked;
  private final byte[] zip;

  ArtefactArchiveTests(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    unpacked = temporary.resolve("cache").resolve("unpacked");
    Path folder = temporary.resolve("original");
    new ArtefactWriter(KEYS.getPrivate()).write(folder, Artefacts.contents());
    zip = pack(folder);
  }

  @Test
  void carriesAnArtefactWhole() throws IOException {
    unpack(zip);

    ModelArtefact loaded = new ArtefactLoader(KEYS.getPublic()).load(unpacked);
    assertThat(loaded.model().modelVersion()).isEqualTo(3);
    assertThat(pack(unpacked)).isEqualTo(zip);
  }

  @Test
  void leavesAnExistingFolderAsItIs() throws IOException {
    Files.createDirectories(unpacked);

    assertThatThrownBy(() -> unpack(zip)).isInstanceOf(FileAlreadyExistsException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "../../evil",
        "/tmp/evil",
        "a/../../evil",
        "..\\evil",
        "evil",
        "view.yaml/",
        ""
      })
  void refusesEntriesThatAreNoFileOfAnArtefact(String name) throws IOException {
    assertRefused(zipOf(new Entry(name, new byte[1])), "unexpected entry");
  }

  @Test
  void refusesAnEntryThatInflatesBeyondItsBound() throws IOException {
    byte[] bomb = zipOf(new Entry("manifest.json", new byte[64 << 20]));

    assertThat(bomb.length).isLessThan(1 << 20);
    assertRefused(bomb, "larger than");
  }

  @Test
  void refusesAZipThatLacksAFile() throws IOException {
    assertRefused(zipOf(new Entry("manifest.json", new byte[2])), "lacks");
  }

  @Test
  void refusesAFileTwice() throws IOException {
    byte[] once = zipOf(new Entry("view.yaml", new byte[2]), new Entry("viewXyaml", new byte[2]));
    byte[] twice = once.clone();
    for (int i = 0; i < twice.length; i++) {
      if (twice[i] == 'X') {
        twice[i] = '.';
      }
    }
    assertRefused(twice, "view.yaml twice");
  }

  @Test
  void refusesATruncatedOrAlteredZip() {
    for (int length = 0; length < zip.length * 3 / 4; length += 97) {
      assertRefused(Arrays.copyOf(zip, length), "");
    }
    byte[] altered = zip.clone();
    altered[zip.length / 2] ^= 0x10;
    assertRefused(altered, "");
  }

  private void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> unpack(bytes))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining(message);
    assertThat(unpacked.getParent()).isEmptyDirectory();
    assertThat(temporary.resolve("evil")).doesNotExist();
    assertThat(Path.of("/tmp/evil")).doesNotExist();
  }

  private void unpack(byte[] bytes) throws IOException {
    ArtefactArchive.unpack(new ByteArrayInputStream(bytes), unpacked);
  }

  private static byte[] pack(Path folder) throws IOException {
    var out = new ByteArrayOutputStream();
    ArtefactArchive.pack(folder, out);
    return out.toByteArray();
  }

  private static byte[] zipOf(Entry... entries) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(entry.content());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private record Entry(String name, byte[] content) {}
}
