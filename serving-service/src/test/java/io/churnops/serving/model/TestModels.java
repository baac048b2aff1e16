package io.churnops.serving.model;

import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.forest.BoostedTree;
import io.churnops.forest.BoostedTrees;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.CompiledModel;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestTrainer;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.LabelledRow;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.artefact.ArtefactArchive;
import io.churnops.forest.artefact.ArtefactContents;
import io.churnops.forest.artefact.ArtefactLoader;
import io.churnops.forest.artefact.ArtefactWriter;
import io.churnops.forest.artefact.DatasetReference;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.RiskBands;
import io.churnops.forest.artefact.SigningKeys;
import io.churnops.forest.artefact.ViewReference;
import io.churnops.forest.artefact.WrittenArtefact;
import io.churnops.forest.baseline.BaselineProfile;
import io.churnops.forest.tribuo.LogisticTrainer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Real artefacts of a small model: whoever has not ordered for long churns. */
public final class TestModels {

  public static final String NAME = "churn";
  public static final double THRESHOLD = 0.4;

  public static final String VIEW =
      """
      view: shop
      entity: customer
      features:
        - {name: orders, event: order.placed, aggregate: count, windows: [30d, lifetime]}
        - {name: days_since_last_order, event: order.placed, aggregate: days_since_last}
        - {name: country, event: customer.registered, aggregate: last, of: country, type: category}
      """;

  private static final int ROWS = 600;
  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("days_since_last_order", InputType.NUMBER),
          new InputColumn("orders_30d", InputType.NUMBER),
          new InputColumn("country", InputType.CATEGORY));

  private TestModels() {}

  public static FeatureViewDefinition view() {
    return FeatureViewDefinition.parse(VIEW);
  }

  /** An artefact folder with its zip. */
  public record Packed(int version, String digest, byte[] zip) {

    /** The zip without one of its files. */
    public byte[] without(String file) {
      var left = new ByteArrayOutputStream();
      try (var in = new ZipInputStream(new ByteArrayInputStream(zip));
          var out = new ZipOutputStream(left)) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          if (!entry.getName().equals(file)) {
            out.putNextEntry(new ZipEntry(entry.getName()));
            in.transferTo(out);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return left.toByteArray();
    }
  }

  /** A signed artefact of a version; other versions are other forests. */
  public static Packed pack(int version, PrivateKey key) {
    return pack(version, key, VIEW, view().fingerprint());
  }

  public static Packed pack(int version, PrivateKey key, String view, String fingerprint) {
    return pack(version, key, view, fingerprint, forest(version));
  }

  private static ForestParameters forest(int version) {
    return ForestParameters.defaults().withTrees(40).withMinLeafSize(10).withSeed(version);
  }

  private static Packed pack(
      int version, PrivateKey key, String view, String fingerprint, ModelParameters parameters) {
    try {
      Path folder = Files.createTempDirectory("artefact").resolve("artefact");
      WrittenArtefact written = write(folder, version, key, view, fingerprint, parameters);
      var zip = new ByteArrayOutputStream();
      ArtefactArchive.pack(folder, zip);
      return new Packed(version, written.digest(), zip.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A signed artefact of a logistic regression. */
  public static Packed packLogistic(int version, PrivateKey key) {
    return pack(version, key, VIEW, view().fingerprint(), LogisticParameters.defaults());
  }

  /** A signed artefact of boosted trees. */
  public static Packed packBoosted(int version, PrivateKey key) {
    return pack(version, key, VIEW, view().fingerprint(), BoostingParameters.defaults());
  }

  /** A model as it is served, without a service. */
  public static ServedModel served() {
    KeyPair keys = SigningKeys.generate();
    try {
      Path folder = Files.createTempDirectory("artefact").resolve("artefact");
      write(folder, 1, keys.getPrivate(), VIEW, view().fingerprint(), forest(1));
      return ServedModel.of(new ArtefactLoader(keys.getPublic()).load(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static WrittenArtefact write(
      Path folder,
      int version,
      PrivateKey key,
      String view,
      String fingerprint,
      ModelParameters parameters)
      throws IOException {
    List<LabelledRow> rows = rows(version);
    ForestInputs inputs = ForestInputs.fit(COLUMNS, rows);
    TrainingTable table = TrainingTable.of(inputs, rows);
    CompiledModel compiled =
        switch (parameters) {
          case ForestParameters forest -> new ForestTrainer(1).train(table, forest);
          case LogisticParameters logistic ->
              LogisticTrainer.train(inputs, table, logistic, "rows").compiled();
          case BoostingParameters _ -> boosted(inputs.size());
        };
    List<FeatureRow> features = rows.stream().map(LabelledRow::row).toList();
    double[] scores =
        features.stream().mapToDouble(row -> compiled.score(inputs.encode(row))).toArray();
    var model =
        new ModelDescription(
            NAME,
            version,
            "run-" + version,
            parameters.getClass().getSimpleName(),
            parameters,
            inputs,
            new ViewReference("shop", fingerprint),
            new DatasetReference("dataset-1", "00"),
            THRESHOLD,
            RiskBands.around(THRESHOLD),
            Optional.empty(),
            Map.of("auc", 0.9),
            Instant.parse("2026-11-20T00:00:00Z"));
    return new ArtefactWriter(key)
        .write(
            folder,
            new ArtefactContents(
                model,
                compiled,
                view,
                BaselineProfile.of(COLUMNS, features, scores),
                features.subList(0, 20),
                out -> out.write(new byte[] {1, 2, 3})));
  }

  /** A long time without orders, or an unknown one, speaks for churning. */
  private static BoostedTrees boosted(int inputs) {
    var nodes =
        List.<BoostedTree.Node>of(
            new BoostedTree.Split(0, 60, 1, false, 100),
            new BoostedTree.Leaf(-1.5f, 50),
            new BoostedTree.Leaf(1.25f, 50));
    return BoostedTrees.of(inputs, List.of(new BoostedTree(nodes)));
  }

  private static List<LabelledRow> rows(long seed) {
    var random = new SplittableRandom(seed);
    List<LabelledRow> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double days = random.nextDouble(120);
      double orders = days > 30 ? 0 : 1 + random.nextInt(4);
      String country = random.nextBoolean() ? "DE" : "FR";
      List<@Nullable Object> values = new ArrayList<>();
      values.add(random.nextInt(20) == 0 ? null : days);
      values.add(orders);
      values.add(random.nextInt(30) == 0 ? null : country);
      rows.add(new LabelledRow(FeatureRow.of(values), random.nextDouble() < days / 130));
    }
    return rows;
  }
}
