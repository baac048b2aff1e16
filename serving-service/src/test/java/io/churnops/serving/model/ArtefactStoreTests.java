package io.churnops.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.artefact.SigningKeys;
import io.churnops.serving.model.TestModels.Packed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtefactStoreTests {

  private final KeyPair keys = SigningKeys.generate();

  @TempDir private Path folder;
  private Path key;
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  @BeforeEach
  void writeKey() throws IOException {
    key = folder.resolve("verify.pem");
    SigningKeys.writePublic(keys.getPublic(), key);
  }

  @Test
  void loadsWhatItUnpacked() throws IOException {
    ServedModel model = load(TestModels.pack(7, keys.getPrivate()));
    assertThat(model.version()).isEqualTo(7);
    assertThat(model.inputNames())
        .containsExactly("days_since_last_order", "orders_30d", "country");
  }

  @Test
  void servesALogisticRegressionAsItServesAForest() throws IOException {
    ServedModel model = load(TestModels.packLogistic(8, keys.getPrivate()));

    double[] scores =
        model.score(
            List.of(
                Arrays.asList(5.0, 3.0, "DE"),
                Arrays.asList(100.0, 0.0, "DE"),
                Arrays.asList(null, null, "never seen")));
    assertThat(scores[0]).isLessThan(scores[1]);
    assertThat(scores[2]).isBetween(0.0, 1.0);
  }

  @Test
  void servesBoostedTreesWithoutTheLibraryThatMadeThem() throws IOException {
    ServedModel model = load(TestModels.packBoosted(9, keys.getPrivate()));

    assertThat(
            model.score(
                List.of(
                    Arrays.asList(5.0, 3.0, "DE"),
                    Arrays.asList(100.0, 0.0, "DE"),
                    Arrays.asList(null, null, "never seen"))))
        .containsExactly(
            1 / (1 + StrictMath.exp(1.5)),
            1 / (1 + StrictMath.exp(-1.25)),
            1 / (1 + StrictMath.exp(-1.25)));
    assertThatThrownBy(() -> Class.forName("ml.dmlc.xgboost4j.java.Booster"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void refusesEveryBitFlip() throws IOException {
    var random = new SplittableRandom(11);
    Packed packed = TestModels.pack(1, keys.getPrivate());
    unpack(store(), packed);
    Path[] files;
    Path artefact = folder.resolve("artefacts/v1-" + packed.digest().substring(0, 16));
    try (Stream<Path> listed = Files.list(artefact)) {
      files = listed.sorted().toArray(Path[]::new);
    }
    for (int flip = 0; flip < 100; flip++) {
      Path file = files[random.nextInt(files.length)];
      byte[] sound = Files.readAllBytes(file);
      byte[] damaged = sound.clone();
      int at = random.nextInt(sound.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      assertThatThrownBy(() -> store().load(named(packed)))
          .as("%s with byte %d damaged", file.getFileName(), at)
          .isInstanceOf(RefusedModelException.class);
      Files.write(file, sound);
    }
    assertThat(store().load(named(packed)).version()).isEqualTo(1);
  }

  @Test
  void refusesWhatAStrangerSigned() {
    Packed packed = TestModels.pack(1, SigningKeys.generate().getPrivate());
    assertThatThrownBy(() -> load(packed))
        .isInstanceOfSatisfying(
            RefusedModelException.class, e -> assertThat(e.reason()).isEqualTo("untrusted"));
  }

  @Test
  void refusesWhatLostItsSignature() throws IOException {
    Packed packed = keep(1);
    Files.delete(
        folder.resolve("artefacts/v1-" + packed.digest().substring(0, 16) + "/manifest.sig"));
    assertThatThrownBy(() -> store().load(named(packed)))
        .isInstanceOfSatisfying(
            RefusedModelException.class, e -> assertThat(e.reason()).isEqualTo("untrusted"));
    assertThat(store().newest()).isEmpty();
  }

  @Test
  void findsTheNewestSoundChampion() throws IOException {
    assertThat(store().newest()).isEmpty();
    Packed first = keep(1);
    keep(2);
    assertThat(store().newest().orElseThrow().version()).isEqualTo(2);
    now = now.plusSeconds(1);
    store().keep(named(first));
    assertThat(store().newest().orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void keepsTheNewestThree() throws IOException {
    Packed first = keep(1);
    for (int version = 2; version <= 5; version++) {
      keep(version);
    }
    assertThat(store().holds(named(first))).isFalse();
    try (Stream<Path> kept = Files.list(folder.resolve("artefacts"))) {
      assertThat(kept).hasSize(3);
    }
  }

  private Packed keep(int version) throws IOException {
    now = now.plusSeconds(1);
    Packed packed = TestModels.pack(version, keys.getPrivate());
    load(packed);
    store().keep(named(packed));
    return packed;
  }

  private ServedModel load(Packed packed) throws IOException {
    unpack(store(), packed);
    return store().load(named(packed));
  }

  private static void unpack(ArtefactStore store, Packed packed) throws IOException {
    store.unpack(named(packed), new ByteArrayInputStream(packed.zip()));
  }

  private static ChampionVersion named(Packed packed) {
    return new ChampionVersion(TestModels.NAME, packed.version(), packed.digest());
  }

  private ArtefactStore store() {
    return new ArtefactStore(folder.resolve("artefacts"), key, InstantSource.fixed(now));
  }
}
