package io.churnops.ingestion.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowContentTests {

  @Test
  void showsJsonWithAllItsDigits() {
    assertThat(shown("{\"a\":12345678901234567.89,\"b\":1.50,\"c\":[\"x\"]}"))
        .isEqualTo("{\"a\":12345678901234567.89,\"b\":1.50,\"c\":[\"x\"]}");
  }

  @Test
  void showsWhatIsNoJsonAsText() {
    assertThat(shown("{\"a\":")).isEqualTo("\"{\\\"a\\\":\"");
    assertThat(shown("[1e99999999999]")).isEqualTo("\"[1e99999999999]\"");
  }

  @Test
  void showsFieldsByTheirNamesWhereEachHasOne() {
    assertThat(RowContent.of(FileRow.of(2, List.of("1", "")), List.of("a", "b")).toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"\"}");
    assertThat(RowContent.of(FileRow.of(2, List.of("1")), List.of("a", "b")).toString())
        .isEqualTo("[\"1\"]");
  }

  private static String shown(String original) {
    return RowContent.of(FileRow.unreadable(1, "some_flaw", original), List.of()).toString();
  }
}
