package io.churnops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TableImportCommandTests {

  @Test
  void namesATableAfterItsFile() {
    assertThat(TableImportCommand.nameOf(Path.of("/data/telco-customer-churn.csv.gz")))
        .isEqualTo("telco-customer-churn");
    assertThat(TableImportCommand.nameOf(Path.of("2026 März.csv"))).isEqualTo("M_rz");
    assertThat(TableImportCommand.nameOf(Path.of("2026.csv"))).isEqualTo("table");
    assertThat(TableImportCommand.nameOf(Path.of("a".repeat(90)))).hasSize(40);
  }
}
