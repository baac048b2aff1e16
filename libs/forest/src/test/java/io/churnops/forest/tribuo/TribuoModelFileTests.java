package io.churnops.forest.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.Tables;
import io.churnops.forest.artefact.ArtefactException;
import io.churnops.forest.artefact.CorruptArtefactException;
import io.churnops.forest.artefact.UntrustedArtefactException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.protos.LabelProto;
import org.tribuo.ensemble.WeightedEnsembleModel;
import org.tribuo.protos.core.EnsembleCombinerProto;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.protos.core.WeightedEnsembleModelProto;

class TribuoModelFileTests {

  private static final AtomicBoolean CANARY_SANG = new AtomicBoolean();

  private final Tables.Known shop = Tables.shop(500, 1);
  private final ForestParameters parameters = ForestParameters.defaults().withTrees(4);
  private final CompiledForest forest = new ForestTrainer(1).train(shop.table(), parameters);
  private final WeightedEnsembleModel<Label> model =
      TribuoForests.export(forest, shop.table(), parameters, "the shop", Instant.EPOCH);
  private final Path file;

  TribuoModelFileTests(@TempDir Path folder) {
    file = folder.resolve("tribuo-model.pb");
  }

  /** A class whose static initialiser must never run because a model file names it. */
  static final class Canary {
    static {
      CANARY_SANG.set(true);
    }

    private Canary() {}
  }

  @Test
  void loadsTheModelItWrote() throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      TribuoModelFile.content(model).writeTo(out);
    }
    Model<Label> loaded = TribuoModelFile.load(file);

    assertThat(loaded.serialize()).isEqualTo(model.serialize());
    TribuoForests.compile(loaded, shop.table().columns(), Arrays.asList(shop.rows()));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "30, 12"})
  void writesAForestAsTribuoDoes(int trees, int depth) throws IOException {
    ForestParameters grown = parameters.withTrees(trees).withMaxDepth(depth);
    WeightedEnsembleModel<Label> one =
        TribuoForests.export(
            new ForestTrainer(1).train(shop.table(), grown),
            shop.table(),
            grown,
            "the shop",
            Instant.EPOCH);
    var written = new ByteArrayOutputStream();
    TribuoModelFile.content(one).writeTo(written);

    assertThat(TribuoExport.made(one)).isTrue();
    assertThat(written.toByteArray()).isEqualTo(one.serialize().toByteArray());
  }

  @Test
  void refusesAForeignClassBeforeItIsLoaded() throws IOException {
    String canary = TribuoModelFileTests.class.getName() + "$Canary";
    ModelProto outer = model.serialize();
    EnsembleCombinerProto combiner = unpacked().getCombiner();

    assertRefused(outer.toBuilder().setClassName(canary).build(), canary);
    assertRefused(
        packed(
            unpacked().toBuilder().setCombiner(combiner.toBuilder().setClassName(canary)).build()),
        canary);
    assertRefused(
        packed(
            unpacked().toBuilder()
                .setModels(0, unpacked().getModels(0).toBuilder().setClassName(canary))
                .build()),
        canary);
    assertThat(CANARY_SANG).isFalse();
  }

  @Test
  void refusesAForeignClassInTheProvenance() throws IOException {
    WeightedEnsembleModelProto ensemble = unpacked();
    var metadata = ensemble.getMetadata().toBuilder();
    var provenance = metadata.getProvenanceBuilder();
    provenance.getOmpBuilder(0).setProvenanceClassName("javax.script.ScriptEngineManager");

    assertRefused(
        packed(ensemble.toBuilder().setMetadata(metadata).build()), "ScriptEngineManager");
  }

  @Test
  void refusesTribuoClassesAForestDoesNotNeed() throws IOException {
    var combiner =
        unpacked().getCombiner().toBuilder().setClassName(VotingCombiner.class.getName());

    assertRefused(
        packed(unpacked().toBuilder().setCombiner(combiner).build()),
        VotingCombiner.class.getName());
    assertRefused(
        model.serialize().toBuilder()
            .setClassName("org.tribuo.classification.liblinear.LibLinearClassificationModel")
            .build(),
        "LibLinear");
  }

  @Test
  void refusesForeignPackedTypes() throws IOException {
    assertRefused(
        model.serialize().toBuilder()
            .setSerializedData(
                Any.newBuilder().setTypeUrl("type.googleapis.com/google.protobuf.Struct"))
            .build(),
        "google.protobuf.Struct");
  }

  @Test
  void refusesEndlessNesting() throws IOException {
    ModelProto nested = model.serialize();
    for (int level = 0; level < 200; level++) {
      var ensemble = WeightedEnsembleModelProto.newBuilder().addModels(nested).build();
      nested = nested.toBuilder().setSerializedData(Any.pack(ensemble)).build();
    }
    assertRefused(nested, "nests deeper");
  }

  @Test
  void refusesAnotherModel() throws IOException {
    Files.write(file, unpacked().getModels(0).toByteArray());

    assertThatThrownBy(() -> TribuoModelFile.load(file))
        .isInstanceOf(CorruptArtefactException.class)
        .hasMessageContaining("no forest");
  }

  @Test
  void refusesPartsThatDoNotParse() throws IOException {
    var broken =
        Any.newBuilder()
            .setTypeUrl("type.googleapis.com/" + LabelProto.getDescriptor().getFullName())
            .setValue(ByteString.copyFrom(new byte[] {(byte) 0xFF}));
    Files.write(
        file, model.serialize().toBuilder().setSerializedData(broken).build().toByteArray());

    assertThatThrownBy(() -> TribuoModelFile.load(file))
        .isInstanceOf(CorruptArtefactException.class);
  }

  /** Damage may go unnoticed by protobuf (signatures are for that), but never escapes otherwise. */
  @Test
  void failsOnDamageOnlyAsACorruptOrUntrustedFile() throws IOException {
    byte[] original = model.serialize().toByteArray();
    long seed = 20261121;
    var random = new SplittableRandom(seed);
    int refused = 0;
    for (int round = 0; round < 60; round++) {
      byte[] damaged =
          round % 2 == 0
              ? Arrays.copyOf(original, random.nextInt(original.length))
              : original.clone();
      if (round % 2 == 1) {
        damaged[random.nextInt(damaged.length)] ^= (byte) random.nextInt(1, 256);
      }
      Files.write(file, damaged);
      try {
        assertThat(TribuoModelFile.load(file)).isNotNull();
      } catch (ArtefactException e) {
        refused++;
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThanOrEqualTo(30);
  }

  private void assertRefused(ModelProto proto, String named) throws IOException {
    Files.write(file, proto.toByteArray());
    assertThatThrownBy(() -> TribuoModelFile.load(file))
        .isInstanceOf(UntrustedArtefactException.class)
        .hasMessageContaining(named);
  }

  private WeightedEnsembleModelProto unpacked() throws IOException {
    return model.serialize().getSerializedData().unpack(WeightedEnsembleModelProto.class);
  }

  private ModelProto packed(WeightedEnsembleModelProto ensemble) {
    return model.serialize().toBuilder().setSerializedData(Any.pack(ensemble)).build();
  }
}
