package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.TrainingRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsFileTests {

  private static final List<FeatureColumn> COLUMNS =
      List.of(
          new FeatureColumn("revenue_30d", ColumnType.NUMBER),
          new FeatureColumn("country", ColumnType.CATEGORY));

  private final Path file;

  RowsFileTests(@TempDir Path folder) {
    this.file = folder.resolve("rows.csv.gz");
  }

  @Test
  void writesWhatAReaderGetsBackExactly() throws Exception {
    try (RowsFile rows = new RowsFile(file, COLUMNS)) {
      rows.add(row("C,1", Optional.of(true), 0.1, "a \"b\"\nc"));
      rows.add(row("ü", Optional.empty(), null, null));
      rows.add(row("x", Optional.of(false), 1e-300, ""));
      rows.finish();

      String csv =
          """
          customer_id,cutoff,label,revenue_30d,country
          "C,1",1970-01-01T00:00:00.000001Z,1,0.1,"a ""b""
          c"
          ü,1970-01-01T00:00:00.000001Z,,,
          x,1970-01-01T00:00:00.000001Z,0,1.0E-300,""
          """;
      assertThat(read()).isEqualTo(csv);
      assertThat(rows.sha256Hex())
          .isEqualTo(
              HexFormat.of()
                  .formatHex(
                      MessageDigest.getInstance("SHA-256")
                          .digest(csv.getBytes(StandardCharsets.UTF_8))));
    }
  }

  @Test
  void countsWhatItWrites() throws Exception {
    try (RowsFile rows = new RowsFile(file, COLUMNS)) {
      rows.add(row("a", Optional.of(true), -2.0, "x"));
      rows.add(row("b", Optional.of(false), 6.0, null));
      rows.add(row("c", Optional.empty(), null, null));
      rows.finish();

      assertThat(rows.rows()).isEqualTo(3);
      assertThat(rows.labelled()).isEqualTo(2);
      assertThat(rows.positives()).isEqualTo(1);
      assertThat(rows.columns())
          .containsExactly(
              new DatasetManifest.Column("revenue_30d", ColumnType.NUMBER, 1, -2.0, 6.0, 2.0),
              new DatasetManifest.Column("country", ColumnType.CATEGORY, 2, null, null, null));
    }
  }

  private static TrainingRow row(
      String customer,
      Optional<Boolean> label,
      @Nullable Double revenue,
      @Nullable String country) {
    return new TrainingRow(
        customer, 1, label, FeatureVector.of(COLUMNS, Arrays.asList(revenue, country)));
  }

  private String read() throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
