package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.Outcome;
import io.churnops.features.engine.TrainingRow;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowsFileTests {

  private static final List<FeatureColumn> COLUMNS =
      List.of(
          new FeatureColumn("revenue_30d", ColumnType.NUMBER),
          new FeatureColumn("country", ColumnType.CATEGORY));

  private final Path folder;

  RowsFileTests(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void writesWhatAReaderGetsBackExactly() throws Exception {
    String csv =
        """
        customer_id,cutoff,label,revenue_30d,country
        "C,1",1970-01-01T00:00:00.000001Z,1,0.1,"a ""b""
        c"
        ü,1970-01-01T00:00:00.000001Z,,,
        x,1970-01-01T00:00:00.000001Z,0,1.0E-300,""
        y,1970-01-01T00:00:00.000001Z,0,-0.0,z
        z,1970-01-01T00:00:00.000001Z,0,-12345.0,z
        """;
    assertThat(write(ROWS.size())).isEqualTo(csv);
  }

  private static final List<TrainingRow> ROWS =
      List.of(
          row("C,1", Optional.of(true), 0.1, "a \"b\"\nc"),
          row("ü", Optional.empty(), null, null),
          row("x", Optional.of(false), 1e-300, ""),
          row("y", Optional.of(false), -0.0, "z"),
          row("z", Optional.of(false), -12_345.0, "z"));

  @Test
  void givesTheSameCsvAndHashInWhateverPartsItIsWritten() throws Exception {
    String whole = write(ROWS.size());
    for (int rowsPerPart = 1; rowsPerPart < ROWS.size(); rowsPerPart++) {
      assertThat(write(rowsPerPart)).isEqualTo(whole);
    }
  }

  /** The CSV of all rows, after its hash was held against what the file says of it. */
  private String write(int rowsPerPart) throws Exception {
    String name = "rows-" + rowsPerPart + ".csv.gz";
    try (RowsFile file = new RowsFile(folder, name, List.of("label"), COLUMNS)) {
      for (int from = 0; from < ROWS.size(); from += rowsPerPart) {
        try (RowsPart part = file.part(from)) {
          ROWS.subList(from, Math.min(from + rowsPerPart, ROWS.size())).forEach(part::add);
          file.join(part.finish());
        }
      }
      file.finish();
      byte[] gzip = Files.readAllBytes(folder.resolve(name));
      byte[] csv = gunzip(gzip);
      assertThat(file.sha256Hex())
          .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(csv)));
      assertThat(file.rows()).isEqualTo(ROWS.size());
      assertThat(file.outcomes(0).labelled()).isEqualTo(4);
      assertThat(file.outcomes(0).of(Outcome.CHURNED)).isEqualTo(1);
      assertThat(file.outcomes(0).of(Outcome.IMMATURE)).isEqualTo(1);
      return new String(csv, StandardCharsets.UTF_8);
    }
  }

  /** Unpacks the one member of a gzip file, as clients do that know of no second. */
  private static byte[] gunzip(byte[] gzip) throws Exception {
    Inflater inflater = new Inflater(true);
    inflater.setInput(gzip, 10, gzip.length - 10);
    byte[] csv = new byte[4096];
    int length = inflater.inflate(csv);
    assertThat(inflater.finished()).isTrue();
    assertThat(inflater.getRemaining()).isEqualTo(8);
    byte[] unpacked = Arrays.copyOf(csv, length);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      assertThat(in.readAllBytes()).isEqualTo(unpacked);
    }
    return unpacked;
  }

  private static TrainingRow row(
      String customer,
      Optional<Boolean> label,
      @Nullable Double revenue,
      @Nullable String country) {
    return new TrainingRow(
        customer, 1, label, FeatureVector.of(COLUMNS, Arrays.asList(revenue, country)));
  }
}
