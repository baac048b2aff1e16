package io.churnops.training.datasets;

import io.churnops.forest.ColumnStorage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small shop's training dataset, as feature-service would hand it out. Customers churn with a
 * known probability of their rate and recency; the other columns know nothing.
 */
public final class ShopDataset {

  public static final List<String> COLUMNS =
      List.of("orders_90d", "days_since_last_order", "country", "noise");

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Instant FIRST_CUTOFF = Instant.parse("2026-01-01T00:00:00Z");

  private final String id;
  private final List<Line> lines = new ArrayList<>();
  private final String horizon;

  private ShopDataset(String id, String horizon) {
    this.id = id;
    this.horizon = horizon;
  }

  /** A dataset of so many customers at cutoffs so many days apart, all labelled. */
  public static ShopDataset of(String id, int customers, int cutoffs, int days, long seed) {
    return of(id, customers, cutoffs, days, seed, ShopDataset::churnProbability);
  }

  static ShopDataset of(
      String id,
      int customers,
      int cutoffs,
      int days,
      long seed,
      ToDoubleFunction<Line> churnProbability) {
    var dataset = new ShopDataset(id, "30d");
    RandomGenerator random = new SplittableRandom(seed);
    for (int customer = 0; customer < customers; customer++) {
      double rate = random.nextDouble();
      for (int cutoff = 0; cutoff < cutoffs; cutoff++) {
        double noise = random.nextDouble();
        var line =
            new Line(
                "C-" + customer,
                FIRST_CUTOFF.plusSeconds(86_400L * days * cutoff),
                null,
                Math.floor(10 * rate * random.nextDouble(0.5, 1.5)),
                random.nextInt(10) == 0 ? null : 90 * (1 - rate) * random.nextDouble(),
                List.of("DE", "FR", "a \"quoted\", name").get(random.nextInt(3)),
                noise);
        dataset.lines.add(
            line.withLabel(random.nextDouble() < churnProbability.applyAsDouble(line)));
      }
    }
    return dataset;
  }

  /** What really decides, so that no model can do better than to know it. */
  public static double churnProbability(Line line) {
    double recency = line.daysSinceLastOrder() == null ? 45 : line.daysSinceLastOrder();
    return 1 / (1 + Math.exp(0.6 * line.orders() - 0.05 * recency - 1));
  }

  public String id() {
    return id;
  }

  public List<Line> lines() {
    return lines;
  }

  /** Takes the labels of all rows from a moment on: they are too young. */
  public ShopDataset immatureFrom(Instant moment) {
    lines.replaceAll(line -> line.cutoff().isBefore(moment) ? line : line.withLabel(null));
    return this;
  }

  public byte[] csv() {
    var csv = new StringBuilder("customer_id,cutoff,label," + String.join(",", COLUMNS) + "\n");
    lines.forEach(line -> csv.append(line.csv()).append('\n'));
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The answer of {@code GET /v1/training-datasets/{id}} when it is complete. */
  public ObjectNode answer() {
    ObjectNode answer = JSON.createObjectNode();
    answer.put("datasetId", id).put("status", "COMPLETE").putNull("error");
    ObjectNode manifest = answer.putObject("manifest");
    manifest.put("datasetId", id);
    manifest
        .putObject("view")
        .put("name", "shop")
        .put("fingerprint", "view-fingerprint")
        .put("definition", "view: shop\n");
    ObjectNode label = manifest.putObject("label");
    label.put("name", "churn_30d").put("fingerprint", "label-fingerprint").put("horizon", horizon);
    label.putObject("definition").put("label", "churn_30d");
    ArrayNode cutoffs = manifest.putArray("cutoffs");
    lines.stream().map(Line::cutoff).distinct().sorted().forEach(c -> cutoffs.add(c.toString()));
    manifest.put("knownTime", "as_known");
    manifest.put("rows", lines.size());
    manifest.put("labelled", lines.stream().filter(line -> line.churned() != null).count());
    manifest.put(
        "positives", lines.stream().filter(line -> Boolean.TRUE.equals(line.churned())).count());
    describe(manifest.putArray("columns"));
    manifest.putObject("eventHighWater").put("0", 99);
    manifest.put("sha256", sha256(csv()));
    manifest.put("createdAt", "2026-11-21T00:00:00Z");
    return answer;
  }

  private static void describe(ArrayNode columns) {
    for (String column : COLUMNS) {
      columns
          .addObject()
          .put("name", column)
          .put("type", column.equals("country") ? "CATEGORY" : "NUMBER")
          .put("missing", 0);
    }
  }

  /** The answer of {@code GET /v1/feature-views/fingerprints/view-fingerprint}. */
  public static ObjectNode view(String status) {
    ObjectNode view = JSON.createObjectNode();
    view.put("name", "shop").put("fingerprint", "view-fingerprint").put("status", status);
    describe(view.putArray("columns"));
    return view;
  }

  /** Its answer and rows with a second label, which says the opposite of the first. */
  public Several withOpposite(String name) {
    var csv =
        new StringBuilder(
            "customer_id,cutoff,label,label:" + name + "," + String.join(",", COLUMNS));
    for (Line line : lines) {
      String[] fields = line.csv().split(",", 4);
      String opposite = fields[2].isEmpty() ? "" : fields[2].equals("1") ? "0" : "1";
      csv.append('\n')
          .append(String.join(",", fields[0], fields[1], fields[2], opposite, fields[3]));
    }
    byte[] bytes = csv.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    ObjectNode answer = answer();
    ObjectNode manifest = answer.withObject("/manifest").put("sha256", sha256(bytes));
    int labelled = manifest.get("labelled").intValue();
    int positives = manifest.get("positives").intValue();
    ArrayNode labels = manifest.putArray("labels");
    describe(labels.addObject(), "label", "churn_30d", labelled, positives);
    describe(labels.addObject(), "label:" + name, name, labelled, labelled - positives);
    return new Several(answer, bytes);
  }

  private void describe(
      ObjectNode column, String columnName, String name, int labelled, int positives) {
    column.put("column", columnName).put("name", name).put("fingerprint", "of-" + name);
    column.put("horizon", horizon).put("labelled", labelled).put("positives", positives);
    column.putObject("definition").put("label", name);
  }

  /** A dataset of two labels. */
  public record Several(ObjectNode answer, byte[] csv) {}

  /** The dataset as the service reads it. */
  public Dataset read() {
    return read(ColumnStorage.onHeap());
  }

  /** The dataset with its columns where the storage says. */
  public Dataset read(ColumnStorage storage) {
    try {
      DatasetManifest manifest = JSON.treeToValue(answer().get("manifest"), DatasetManifest.class);
      return DatasetCsv.read(manifest, new ByteArrayInputStream(csv()), storage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One row. */
  public record Line(
      String customer,
      Instant cutoff,
      @Nullable Boolean churned,
      double orders,
      @Nullable Double daysSinceLastOrder,
      String country,
      double noise) {

    /** The row with another label, or without one. */
    public Line withLabel(@Nullable Boolean label) {
      return new Line(customer, cutoff, label, orders, daysSinceLastOrder, country, noise);
    }

    /** The row without what decides; only chance is left to learn from. */
    public Line withoutKnowledge() {
      return new Line(customer, cutoff, churned, 1, null, country, noise);
    }

    /** The row with a column that was written down after the label was known. */
    public Line withLeak() {
      double leak = Boolean.TRUE.equals(churned) ? 1 + noise : noise;
      return new Line(customer, cutoff, churned, orders, daysSinceLastOrder, country, leak);
    }

    /** The row with the same values as every other such row. */
    public Line withoutValues() {
      return new Line(customer, cutoff, churned, 1, null, "DE", 0);
    }

    private String csv() {
      return String.join(
          ",",
          customer,
          cutoff.toString(),
          churned == null ? "" : churned ? "1" : "0",
          Double.toString(orders),
          daysSinceLastOrder == null ? "" : Double.toString(daysSinceLastOrder),
          "\"" + country.replace("\"", "\"\"") + "\"",
          Double.toString(noise));
    }
  }
}
