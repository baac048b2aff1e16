package io.churnops.forest.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InputType;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Monitoring reads what this module writes; the golden file says what that is. */
class BaselineContractTests {

  private static final List<InputColumn> COLUMNS =
      List.of(
          new InputColumn("days_since_last_order", InputType.NUMBER),
          new InputColumn("orders_30d", InputType.NUMBER),
          new InputColumn("country", InputType.CATEGORY));

  private final JsonMapper json = JsonMapper.builder().build();

  @Test
  void writesTheGoldenFile() throws IOException {
    var rows = new ArrayList<FeatureRow>();
    rows.add(FeatureRow.of(Arrays.asList(null, 0, null)));
    for (int day = 1; day <= 20; day++) {
      double orders = day <= 13 ? 0 : day <= 16 ? 1 : day - 15;
      String country = day <= 11 ? "DE" : day <= 15 ? "AT" : day <= 19 ? "FR" : null;
      rows.add(FeatureRow.of(Arrays.asList((double) day, orders, country)));
    }
    double[] scores = IntStream.range(0, 10).mapToDouble(i -> (2 * i + 1) / 20.0).toArray();
    BaselineProfile profile =
        BaselineProfile.of(
            COLUMNS, rows, List.of(rows.subList(0, 11), rows.subList(11, 21)), scores);

    assertThat(json.readTree(profile.toJson())).isEqualTo(json.readTree(golden()));
  }

  @Test
  void readsTheGoldenFile() throws IOException {
    BaselineProfile profile = BaselineProfile.fromJson(golden());

    assertThat(json.readTree(profile.toJson())).isEqualTo(json.readTree(golden()));
    assertThat(BaselineProfile.fromJson(profile.toJson())).isEqualTo(profile);
  }

  private static byte[] golden() throws IOException {
    String name = "/io/churnops/contract/golden/baseline.v1.json";
    try (InputStream in =
        Objects.requireNonNull(BaselineContractTests.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
