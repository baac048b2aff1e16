package io.churnops.training.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.ColumnStorage;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DatasetCsvTests {

  private static final ColumnStorage ON_HEAP = ColumnStorage.onHeap();

  private static final String HEADER =
      "customer_id,cutoff,label,orders_90d," + "days_since_last_order,country,noise\n";
  private static final String GOOD = "c,2026-01-01T00:00:00Z,1,2.0,,\"a \"\"b\"\", c\",0.1\n";

  @Test
  void readsValuesAsTheyWereWritten() {
    ShopDataset shop =
        ShopDataset.of("d", 50, 2, 30, 1).immatureFrom(Instant.parse("2026-01-20T00:00:00Z"));

    Dataset data = shop.read();

    List<ShopDataset.Line> lines = shop.lines();
    assertThat(data.rows()).isEqualTo(lines.size());
    for (int row = 0; row < lines.size(); row++) {
      ShopDataset.Line line = lines.get(row);
      assertThat(data.cutoff(row)).isEqualTo(line.cutoff());
      assertThat(data.labelled(row)).isEqualTo(line.churned() != null);
      assertThat(data.row(row).number(0)).isEqualTo(line.orders());
      assertThat(data.row(row).isMissing(1)).isEqualTo(line.daysSinceLastOrder() == null);
      assertThat(data.row(row).category(2)).isEqualTo(line.country());
      assertThat(data.row(row).number(3)).isEqualTo(line.noise());
    }
  }

  @Test
  void takesTheMainLabelOfSeveralAndNeedsNoHorizon() throws Exception {
    String csv =
        HEADER.replace("label,", "label,label:churn_90d,")
            + "a,2026-01-01T00:00:00Z,1,0,2.0,,DE,0.1\n"
            + "b,2026-01-01T00:00:00Z,,1,2.0,,DE,0.1\n";
    ObjectNode manifest = (ObjectNode) ShopDataset.of("d", 1, 1, 30, 1).answer().get("manifest");
    manifest.put("sha256", sha256(csv)).put("rows", 2).put("labelled", 1).put("positives", 1);
    manifest.withObject("/label").remove("horizon");
    manifest
        .putArray("labels")
        .add(labelColumn("label", 1, 1))
        .add(labelColumn("label:churn_90d", 2, 1).put("name", "churn_90d"));
    DatasetManifest read = JsonMapper.shared().treeToValue(manifest, DatasetManifest.class);

    Dataset data = read(read, csv);

    assertThat(data.churned(0)).isTrue();
    assertThat(data.labelled(1)).isFalse();
    assertThat(data.row(1).number(0)).isEqualTo(2);
    assertThat(read.label().horizonDuration()).isZero();
    Dataset other = read(read.ofLabel("churn_90d"), csv);
    assertThat(other.churned(0)).isFalse();
    assertThat(other.churned(1)).isTrue();
  }

  private static ObjectNode labelColumn(String column, int labelled, int positives) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("column", column)
        .put("name", "churn_30d")
        .put("fingerprint", "f")
        .put("labelled", labelled)
        .put("positives", positives);
  }

  @Test
  void tellsAnEmptyTextFromNoValue() throws Exception {
    String csv =
        HEADER
            + "a,2026-01-01T00:00:00Z,1,2.0,,\"\",0.1\n"
            + "b,2026-01-01T00:00:00Z,1,2.0,,,0.1\n";

    Dataset data = read(manifest(sha256(csv), 2, 2, 2), csv);

    assertThat(data.row(0).isMissing(2)).isFalse();
    assertThat(data.row(0).category(2)).isEmpty();
    assertThat(data.row(1).isMissing(2)).isTrue();
  }

  @Test
  void refusesOtherLabelsThanThoseOfTheManifest() {
    String csv = HEADER + GOOD;
    assertRefused("dataset_malformed", manifest(sha256(csv), 1, 0, 0), csv);
    assertRefused("dataset_malformed", manifest(sha256(csv), 1, 1, 0), csv);
  }

  @Test
  void refusesRowsThatAreNotThoseOfTheManifest() {
    assertRefused("dataset_hash_mismatch", manifest("0".repeat(64), 1), HEADER + GOOD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c,yesterday,1,2.0,,DE,0.1 | line 2",
        "c,2026-01-01T00:00:00Z,2,2.0,,DE,0.1 | label 2",
        "c,2026-01-01T00:00:00Z,1,two,,DE,0.1 | line 2",
        "c,2026-01-01T00:00:00Z,1,NaN,,DE,0.1 | not finite",
        "c,2026-01-01T00:00:00Z,1,2.0,,DE | 6 fields"
      })
  void saysWhichLineCannotBeRead(String line, String said) {
    String csv = HEADER + line + "\n";

    assertThatThrownBy(() -> read(manifest(sha256(csv), 1), csv))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(said);
  }

  @Test
  void refusesAnotherHeaderOrAnotherNumberOfRows() {
    String other = "customer_id,cutoff,label,orders_90d\n";
    assertRefused("dataset_malformed", manifest(sha256(other), 0), other);
    assertRefused("dataset_malformed", manifest(sha256(""), 0), "");
    assertRefused("dataset_malformed", manifest(sha256(HEADER + GOOD), 2), HEADER + GOOD);
  }

  @Test
  void saysWhatIsMalformedThoughTheConnectionTakesNoMoreReadsOnceClosed() {
    String other = "customer_id,cutoff,label,orders_90d\n";

    assertThatThrownBy(
            () -> DatasetCsv.read(manifest(sha256(other), 0), connection(other), ON_HEAP))
        .isInstanceOfSatisfying(
            DatasetException.class,
            refused -> assertThat(refused.code()).isEqualTo("dataset_malformed"));
  }

  /** Fails after its end was closed, as the body of an HTTP answer does. */
  private static InputStream connection(String csv) {
    return new FilterInputStream(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8))) {
      private boolean closed;

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (closed) {
          throw new IOException("closed");
        }
        return super.read(into, from, length);
      }

      @Override
      public void close() {
        closed = true;
      }
    };
  }

  private static void assertRefused(String code, DatasetManifest manifest, String csv) {
    assertThatThrownBy(() -> read(manifest, csv))
        .isInstanceOfSatisfying(
            DatasetException.class, refused -> assertThat(refused.code()).isEqualTo(code));
  }

  private static Dataset read(DatasetManifest manifest, String csv) throws Exception {
    return DatasetCsv.read(
        manifest, new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)), ON_HEAP);
  }

  private static DatasetManifest manifest(String sha256, int rows) {
    return manifest(sha256, rows, rows, rows);
  }

  private static DatasetManifest manifest(String sha256, int rows, int labelled, int positives) {
    ObjectNode manifest = (ObjectNode) ShopDataset.of("d", 1, 1, 30, 1).answer().get("manifest");
    manifest
        .put("sha256", sha256)
        .put("rows", rows)
        .put("labelled", labelled)
        .put("positives", positives);
    return JsonMapper.shared().treeToValue(manifest, DatasetManifest.class);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
