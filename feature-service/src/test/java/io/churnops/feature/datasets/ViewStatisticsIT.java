package io.churnops.feature.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.feature.FeatureServiceTest;
import io.churnops.feature.Store;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A sample may be thousands of customers, whose events not everybody may read at once. */
@FeatureServiceTest
class ViewStatisticsIT {

  private static final String PATH = "/v1/feature-views/nobody_knows/statistics";

  private final Store store;
  private final WholeReads wholeReads;

  ViewStatisticsIT(@Autowired Store store, @Autowired WholeReads wholeReads) {
    this.store = store;
    this.wholeReads = wholeReads;
  }

  @Test
  void waitsForOthersWhoReadEverything() throws IOException {
    HttpResponse<String> refused = wholeReads.read(() -> wholeReads.read(() -> store.get(PATH)));

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(store.json(refused).path("type").stringValue()).endsWith("datasets-busy");
    assertThat(store.get(PATH).statusCode()).as("afterwards").isEqualTo(404);
  }
}
