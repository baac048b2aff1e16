package io.churnops.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import io.churnops.forest.TrainingTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsFileTests {

  private static final String HEADER = "customer_id,cutoff,label,label:other,orders,country\n";

  private static final Instant UNTIL = Instant.parse("2025-02-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void learnsLabelledRowsUntilTheLastCutoff() throws IOException {
    TrainingTable table =
        rows(HEADER
                + "a,2025-01-01T00:00:00Z,1,,3.0,DE\n"
                + "b,2025-01-01T00:00:00Z,,1,4.0,DE\n"
                + "\"c, d\",2025-02-01T00:00:00Z,0,1,,\"\"\n"
                + "a,2025-03-01T00:00:00Z,1,,5.0,DE\n")
            .table(UNTIL);

    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.positives()).isEqualTo(1);
    assertThat(table.value(0, 0)).isEqualTo(3);
    assertThat(table.value(1, 0)).isEqualTo(ForestInputs.MISSING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "customer_id,cutoff,label,orders,country\n",
        HEADER,
        HEADER + "a,2025-01-01T00:00:00Z,1,,3.0\n",
        HEADER + "a,yesterday,1,,3.0,DE\n",
        HEADER + "a,2025-01-01T00:00:00Z,1,,three,DE\n"
      })
  void refusesWhatAreNotSuchRows(String csv) throws IOException {
    RowsFile rows = rows(csv);

    assertThatThrownBy(() -> rows.table(UNTIL))
        .isInstanceOf(UnusableInputException.class)
        .hasMessageContaining("rows.csv.gz");
  }

  private RowsFile rows(String csv) throws IOException {
    Path file = folder.resolve("rows.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(csv.getBytes(StandardCharsets.UTF_8));
    }
    return new RowsFile(
        file,
        2,
        List.of(
            new InputColumn("orders", InputType.NUMBER),
            new InputColumn("country", InputType.CATEGORY)));
  }
}
