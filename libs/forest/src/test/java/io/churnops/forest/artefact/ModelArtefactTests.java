package io.churnops.forest.artefact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.BoostingParameters;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.LogisticRegression;
import io.churnops.forest.LogisticTerm;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelArtefactTests {

  private static final KeyPair KEYS = SigningKeys.generate();
  private static final ArtefactContents CONTENTS = Artefacts.contents();
  private static final List<ArtefactPart> PARTS =
      List.copyOf(EnumSet.complementOf(EnumSet.of(ArtefactPart.LOGISTIC, ArtefactPart.BOOSTED)));

  private final ArtefactLoader loader = new ArtefactLoader(KEYS.getPublic());
  private final Path folder;
  private final WrittenArtefact written;

  ModelArtefactTests(@TempDir Path temporary) throws IOException {
    folder = temporary.resolve("churn").resolve("3");
    written = new ArtefactWriter(KEYS.getPrivate()).write(folder, CONTENTS);
  }

  @Test
  void loadsWhatWasWritten() throws IOException {
    ModelArtefact loaded = loader.load(folder);

    assertThat(loaded.manifest()).isEqualTo(written.manifest());
    assertThat(loaded.digest()).isEqualTo(written.digest());
    assertThat(loaded.model()).isEqualTo(CONTENTS.model());
    assertThat(loaded.compiled()).isEqualTo(CONTENTS.compiled());
    assertThat(loaded.baseline()).isEqualTo(CONTENTS.baseline());
    assertThat(loaded.viewDefinition()).isEqualTo(Artefacts.VIEW);
    FeatureRow row = FeatureRow.of(Arrays.asList(80, "FR"));
    float[] encoded = CONTENTS.model().inputs().encode(row);
    double calibrated = Artefacts.CALIBRATOR.probability(CONTENTS.compiled().score(encoded));
    assertThat(calibrated).isNotEqualTo(CONTENTS.compiled().score(encoded));
    assertThat(loaded.score(row)).isEqualTo(calibrated);
    assertThat(loaded.score(new float[][] {encoded, encoded})).containsOnly(calibrated);
  }

  @Test
  void loadsALogisticRegressionAsWell() throws IOException {
    ArtefactContents contents = Artefacts.contents(LogisticParameters.defaults());
    Path other = folder.resolveSibling("4");
    new ArtefactWriter(KEYS.getPrivate()).write(other, contents);

    ModelArtefact loaded = loader.load(other);
    assertThat(loaded.compiled()).isEqualTo(contents.compiled());
    assertThat(loaded.model().parameters()).isEqualTo(LogisticParameters.defaults());
    assertThat(other.resolve("forest.bin")).doesNotExist();
  }

  @Test
  void loadsBoostedTreesAsWell() throws IOException {
    ArtefactContents contents = Artefacts.contents(BoostingParameters.defaults());
    Path other = folder.resolveSibling("5");
    new ArtefactWriter(KEYS.getPrivate()).write(other, contents);

    ModelArtefact loaded = loader.load(other);
    assertThat(loaded.compiled()).isEqualTo(contents.compiled());
    assertThat(loaded.model().parameters()).isEqualTo(BoostingParameters.defaults());
    assertThat(other.resolve("boosted.bin")).exists();
    assertThatThrownBy(() -> withCompiled(contents.compiled()))
        .hasMessageContaining("not the one described");
  }

  @Test
  void refusesACompiledModelOfAnotherAlgorithmBesideItsOwn() throws IOException {
    Files.writeString(file(ArtefactPart.LOGISTIC), "{}");

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("unexpected file");
  }

  @Test
  void refusesACompiledModelThatIsNotTheOneDescribed() {
    ArtefactContents regression = Artefacts.contents(LogisticParameters.defaults());

    assertThatThrownBy(() -> withCompiled(regression.compiled()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the one described");
    var fewerCategories =
        new LogisticRegression(0, Collections.nCopies(2, new LogisticTerm(0, 1, 1, 0, List.of())));
    assertThatThrownBy(() ->
            CompiledPart.decode(
                ArtefactJson.write(fewerCategories), ArtefactPart.LOGISTIC, regression.model()))
        .isInstanceOf(CorruptArtefactException.class);
    assertThatThrownBy(() ->
            CompiledPart.decode(
                "{\"intercept\":1e999,\"terms\":[]}".getBytes(StandardCharsets.UTF_8),
                ArtefactPart.LOGISTIC,
                regression.model()))
        .isInstanceOf(CorruptArtefactException.class);
  }

  private static ArtefactContents withCompiled(CompiledModel compiled) {
    return new ArtefactContents(
        CONTENTS.model(),
        compiled,
        CONTENTS.viewDefinition(),
        CONTENTS.baseline(),
        CONTENTS.referenceRows(),
        CONTENTS.tribuoModel());
  }

  @Test
  void takesAnOlderManifestForAForest() {
    String json = new String(ArtefactJson.write(written.manifest()), StandardCharsets.UTF_8);
    String older = json.replace("\"algorithm\":\"forest\",", "");

    assertThat(older).isNotEqualTo(json);
    ModelManifest read =
        ArtefactJson.read(
            older.getBytes(StandardCharsets.UTF_8), ModelManifest.class, ArtefactPart.MANIFEST);
    assertThat(read).isEqualTo(written.manifest());
  }

  @Test
  void takesTheScoresOfAnOlderManifestAsTheyAre() {
    String json = new String(ArtefactJson.write(written.manifest()), StandardCharsets.UTF_8);
    String older = json.replaceAll("\"calibrator\":\\{[^}]*},", "");

    assertThat(older).isNotEqualTo(json);
    ModelManifest read =
        ArtefactJson.read(
            older.getBytes(StandardCharsets.UTF_8), ModelManifest.class, ArtefactPart.MANIFEST);
    assertThat(read.model().calibrator()).isEmpty();
    assertThat(read.model().churnProbability(0.3)).isEqualTo(0.3);
  }

  @Test
  void writesTheSameBytesAgain(@TempDir Path other) throws IOException {
    Path again = other.resolve("again");
    assertThat(new ArtefactWriter(KEYS.getPrivate()).write(again, CONTENTS).digest())
        .isEqualTo(written.digest());

    for (ArtefactPart part : PARTS) {
      assertThat(again.resolve(part.fileName())).hasSameBinaryContentAs(file(part));
    }
  }

  @Test
  void leavesAnExistingFolderAsItIs() {
    assertThatThrownBy(() -> new ArtefactWriter(KEYS.getPrivate()).write(folder, CONTENTS))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void leavesNothingBehindWhereverADiskIsFull() throws IOException {
    Path target = folder.resolveSibling("4");
    long size = written.manifest().files().stream().mapToLong(ArtefactFile::size).sum();
    int refusals = 0;
    for (long free = 0; free < size; free += size / 40) {
      var room = new AtomicLong(free);
      var writer = new ArtefactWriter(KEYS.getPrivate(), file -> new FullDisk(file, room));

      assertThatThrownBy(() -> writer.write(target, CONTENTS)).hasMessageContaining("No space");

      assertThat(folder.getParent()).isDirectoryNotContaining(path -> !path.equals(folder));
      refusals++;
    }
    assertThat(refusals).isGreaterThan(39);
    var enough = new AtomicLong(2 * size);
    new ArtefactWriter(KEYS.getPrivate(), file -> new FullDisk(file, enough))
        .write(target, CONTENTS);
    assertThat(loader.load(target).digest()).isEqualTo(written.digest());
  }

  /** Takes so many bytes and then no more, in the middle of a write. */
  private static final class FullDisk extends FilterOutputStream {

    private final AtomicLong room;

    FullDisk(OutputStream file, AtomicLong room) {
      super(file);
      this.room = room;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      long before = room.getAndAdd(-length);
      out.write(bytes, offset, Math.clamp(before, 0, length));
      if (before < length) {
        throw new IOException("No space left on device");
      }
    }
  }

  @Test
  void leavesNothingBehindWhenWritingFails() throws IOException {
    Path target = folder.resolveSibling("4");
    var failing =
        new ArtefactContents(
            CONTENTS.model(),
            CONTENTS.compiled(),
            CONTENTS.viewDefinition(),
            CONTENTS.baseline(),
            CONTENTS.referenceRows(),
            out -> {
              out.write(1);
              throw new IOException("disk full");
            });

    assertThatThrownBy(() -> new ArtefactWriter(KEYS.getPrivate()).write(target, failing))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    try (Stream<Path> left = Files.list(folder.resolveSibling(""))) {
      assertThat(left).containsExactly(folder);
    }
  }

  @Test
  void refusesAnyFlippedByte() throws IOException {
    long seed = 20261121;
    var random = new SplittableRandom(seed);
    List<byte[]> originals = originals();
    int all = originals.stream().mapToInt(bytes -> bytes.length).sum();
    for (int round = 0; round < 100; round++) {
      int offset = random.nextInt(all);
      int part = 0;
      while (offset >= originals.get(part).length) {
        offset -= originals.get(part).length;
        part++;
      }
      refusesAFlippedByte(PARTS.get(part), originals.get(part), offset, random, seed);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ArtefactPart.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOGISTIC", "BOOSTED"})
  void refusesAFlippedByteInEveryFile(ArtefactPart part) throws IOException {
    byte[] original = Files.readAllBytes(file(part));
    for (int offset : new int[] {0, original.length / 2, original.length - 1}) {
      refusesAFlippedByte(part, original, offset, new SplittableRandom(offset), offset);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ArtefactPart.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOGISTIC", "BOOSTED"})
  void refusesATruncatedFile(ArtefactPart part) throws IOException {
    byte[] original = Files.readAllBytes(file(part));
    for (int length : new int[] {0, original.length / 2, original.length - 1}) {
      Files.write(file(part), Arrays.copyOf(original, length));
      assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(ArtefactException.class);
    }
    Files.write(file(part), Arrays.copyOf(original, original.length + 1));
    assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(ArtefactException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ArtefactPart.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOGISTIC", "BOOSTED"})
  void refusesAMissingFile(ArtefactPart part) throws IOException {
    Files.delete(file(part));

    assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(ArtefactException.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = ArtefactPart.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOGISTIC", "BOOSTED"})
  void refusesALinkInPlaceOfAFile(ArtefactPart part) throws IOException {
    Path elsewhere = folder.resolveSibling("elsewhere");
    Files.move(file(part), elsewhere);
    Files.createSymbolicLink(file(part), elsewhere);

    assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(ArtefactException.class);
  }

  @Test
  void refusesAnUnsignedArtefact() throws IOException {
    Files.delete(file(ArtefactPart.SIGNATURE));

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(UntrustedArtefactException.class)
        .hasMessage("the artefact is not signed: it has no manifest.sig");
  }

  @Test
  void tellsNoFolderOfTheMachineInARefusal() throws IOException {
    byte[] signature = Files.readAllBytes(file(ArtefactPart.SIGNATURE));
    Files.delete(file(ArtefactPart.SIGNATURE));
    tellsNoFolder();
    Files.write(file(ArtefactPart.SIGNATURE), new byte[64]);
    tellsNoFolder();
    Files.write(file(ArtefactPart.SIGNATURE), new byte[65]);
    tellsNoFolder();
    Files.write(file(ArtefactPart.SIGNATURE), signature);
    Files.writeString(folder.resolve("evil.class"), "");
    tellsNoFolder();
    Files.delete(folder.resolve("evil.class"));
    Files.delete(file(ArtefactPart.VIEW));
    tellsNoFolder();
    Files.move(folder, folder.resolveSibling("aside"));
    tellsNoFolder();
  }

  private void tellsNoFolder() {
    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(ArtefactException.class)
        .hasMessageNotContaining(folder.resolveSibling("").toString());
  }

  @Test
  void refusesTheSignatureOfAnotherKey() {
    var other = new ArtefactLoader(SigningKeys.generate().getPublic());

    assertThatThrownBy(() -> other.load(folder)).isInstanceOf(UntrustedArtefactException.class);
  }

  @Test
  void parsesNothingThatIsNotSigned() throws IOException {
    Files.writeString(file(ArtefactPart.MANIFEST), "no JSON");

    assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(UntrustedArtefactException.class);
  }

  @Test
  void refusesAnExtraFile() throws IOException {
    Files.writeString(folder.resolve("evil.class"), "");

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("evil.class");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    for (ArtefactPart part : PARTS) {
      byte[] original = Files.readAllBytes(file(part));
      try (var sparse = new RandomAccessFile(file(part).toFile(), "rw")) {
        sparse.setLength(part.maxBytes() + 1);
      }
      assertThatThrownBy(() -> loader.load(folder))
          .isInstanceOf(CorruptArtefactException.class)
          .hasMessageContaining("larger than");
      Files.write(file(part), original);
    }
  }

  @Test
  void refusesNamesThatLeadOutOfTheFolder() throws IOException {
    Files.copy(file(ArtefactPart.FOREST), folder.resolveSibling("forest.bin"));
    resign(manifest().replace("\"forest.bin\"", "\"../forest.bin\""));

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("../forest.bin");
  }

  @Test
  void refusesASignedManifestThatClaimsHugeFiles() throws IOException {
    long size = written.manifest().file(ArtefactPart.FOREST).size();
    resign(manifest().replace("\"size\":" + size, "\"size\":" + Long.MAX_VALUE));

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("forest.bin");
  }

  @Test
  void refusesAnotherFormat() throws IOException {
    resign(manifest().replace("\"format\":1", "\"format\":2"));

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("artefact format 2");
  }

  @Test
  void refusesSignedFilesThatDoNotParse() throws IOException {
    for (ArtefactPart part :
        List.of(ArtefactPart.FOREST, ArtefactPart.BASELINE, ArtefactPart.REFERENCE)) {
      byte[] original = Files.readAllBytes(file(part));
      replaceSigned(part, "{}".getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(CorruptArtefactException.class);
      replaceSigned(part, original);
    }
    assertThat(loader.load(folder).digest()).isEqualTo(written.digest());
    replaceSigned(ArtefactPart.VIEW, new byte[] {(byte) 0xC3, 0x28});
    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("UTF-8");
  }

  /** Signed, whole, and wrong: only the reference vectors notice. */
  @Test
  void refusesAModelThatDoesNotReproduceItsReferenceScores() throws IOException {
    String reference = Files.readString(file(ArtefactPart.REFERENCE));
    String score = reference.substring(reference.indexOf("score") + 7, reference.indexOf('}'));
    String other = Double.toString(Math.nextUp(Double.parseDouble(score)));
    replaceSigned(
        ArtefactPart.REFERENCE,
        reference.replaceFirst(score, other).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> loader.load(folder))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessage("the model scores a reference vector " + score + " instead of " + other);
  }

  @Test
  void refusesReferenceVectorsThatDoNotFit() throws IOException {
    for (String vectors :
        List.of(
            "null",
            "[]",
            "[{\"score\":0.5,\"values\":[]}]",
            "[{\"score\":0.5,\"values\":[\"text\",null]}]",
            "[{\"score\":0.5,\"values\":[{},null]}]",
            "[{\"score\":0.5,\"values\":[1e999,null]}]",
            "[null]")) {
      byte[] reference = ("{\"vectors\":" + vectors + "}").getBytes(StandardCharsets.UTF_8);
      replaceSigned(ArtefactPart.REFERENCE, reference);
      assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(CorruptArtefactException.class);
    }
    replaceSigned(ArtefactPart.REFERENCE, "null".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> loader.load(folder)).isInstanceOf(CorruptArtefactException.class);
  }

  @Test
  void refusesAPathThatIsNoFolder() {
    assertThatThrownBy(() -> loader.load(folder.resolve("nowhere")))
        .isInstanceOf(CorruptArtefactException.class);
    assertThatThrownBy(() -> loader.load(file(ArtefactPart.VIEW)))
        .isInstanceOf(CorruptArtefactException.class);
  }

  private void refusesAFlippedByte(
      ArtefactPart part, byte[] original, int offset, SplittableRandom random, long seed)
      throws IOException {
    byte[] flipped = original.clone();
    flipped[offset] ^= (byte) random.nextInt(1, 256);
    Files.write(file(part), flipped);
    assertThatThrownBy(() -> loader.load(folder))
        .as("seed %d, byte %d of %s", seed, offset, part)
        .isInstanceOf(
            part == ArtefactPart.MANIFEST || part == ArtefactPart.SIGNATURE
                ? UntrustedArtefactException.class
                : CorruptArtefactException.class);
    Files.write(file(part), original);
  }

  private List<byte[]> originals() throws IOException {
    var originals = new ArrayList<byte[]>();
    for (ArtefactPart part : PARTS) {
      originals.add(Files.readAllBytes(file(part)));
    }
    return originals;
  }

  private Path file(ArtefactPart part) {
    return folder.resolve(part.fileName());
  }

  private String manifest() throws IOException {
    return Files.readString(file(ArtefactPart.MANIFEST));
  }

  private void resign(String manifest) throws IOException {
    byte[] json = manifest.getBytes(StandardCharsets.UTF_8);
    Files.write(file(ArtefactPart.MANIFEST), json);
    Files.write(file(ArtefactPart.SIGNATURE), SigningKeys.sign(json, KEYS.getPrivate()));
  }

  private void replaceSigned(ArtefactPart part, byte[] content) throws IOException {
    byte[] before = Files.readAllBytes(file(part));
    Files.write(file(part), content);
    resign(manifest().replace(listing(before), listing(content)));
  }

  private static String listing(byte[] content) {
    return "\"size\":" + content.length + ",\"sha256\":\"" + Digests.hex(content) + "\"";
  }
}
