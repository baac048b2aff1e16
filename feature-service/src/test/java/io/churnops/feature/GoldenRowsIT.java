package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import io.churnops.features.engine.CustomerEvent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rows that the cluster job makes of the same events, to the byte. */
@FeatureServiceTest
class GoldenRowsIT {

  private final Store store;
  private final JsonNode golden = golden();

  GoldenRowsIT(@Autowired Store store) {
    this.store = store;
  }

  @Test
  void makesTheGoldenRows() {
    store.postYaml("/v1/labels", golden.path("label").toString());
    store.sendEvents(golden.path("events").valueStream().map(GoldenRowsIT::event).toList());
    store.awaitFolded();

    JsonNode manifest =
        new Equality(store, "golden_rows", golden.path("view").toString())
            .build(
                Map.of(
                    "view",
                    "golden_rows",
                    "label",
                    "golden_churn",
                    "cutoffs",
                    Map.of(
                        "at",
                        golden.path("cutoffs").valueStream().map(JsonNode::stringValue).toList())))
            .path("manifest");

    assertThat(List.of(manifest.path("rows"), manifest.path("sha256")))
        .isEqualTo(List.of(golden.path("rows"), golden.path("sha256")));
  }

  private static CustomerEvent event(JsonNode event) {
    return new CustomerEvent(
        event.path("source").stringValue(),
        event.path("id").stringValue(),
        event.path("type").stringValue(),
        event.path("customerId").stringValue(),
        micros(event.path("time")),
        micros(event.path("known")),
        event.path("data"));
  }

  private static long micros(JsonNode time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time.stringValue()));
  }

  private static JsonNode golden() {
    try (InputStream file = Topics.class.getResourceAsStream("golden/training-rows.v1.json")) {
      return JsonMapper.shared().readTree(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
