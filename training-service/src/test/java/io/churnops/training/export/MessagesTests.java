package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MessagesTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"run_id\": 7}",
        "{\"run_id\": \"\"}",
        "{\"run_id\": \"a' or name = 'b\"}",
        "{\"run_id\": \"a\\u0000b\"}",
        "[]"
      })
  void takesNoNameThatCannotBeOne(String answer) {
    assertThatThrownBy(() -> Messages.text(JsonMapper.shared().readTree(answer), "run_id"))
        .isInstanceOf(NotNowException.class)
        .hasMessageContaining("no 'run_id'");
  }

  @Test
  void takesTheNamesOfMlflow() {
    for (String name : new String[] {"0", "6f1c0e", "01a201fd-2d81-7314-8ed4-3234572fb7fa"}) {
      assertThat(Messages.text(Messages.message("run_id", name), "run_id")).isEqualTo(name);
    }
  }
}
