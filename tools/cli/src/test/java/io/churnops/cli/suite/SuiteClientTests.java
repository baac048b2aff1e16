package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteClientTests {

  @TempDir Path folder;

  @Test
  void namesTheFolderOfASuiteThatGivesNoAnswer() {
    try (SuiteClient client = new SuiteClient(new SuitePorts(5570), new SuiteHome(folder))) {
      assertThatThrownBy(() -> client.get(SuiteService.FEATURE, "/v1/labels"))
          .isInstanceOf(SuiteException.class)
          .hasMessageEndingWith("Is the suite up? churnops status --home " + folder);
    }
  }
}
