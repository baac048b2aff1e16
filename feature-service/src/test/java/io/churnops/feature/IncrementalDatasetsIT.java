package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.CustomerEvent;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Rows taken over from an earlier training set are those that folding anew would give. */
@FeatureServiceTest
class IncrementalDatasetsIT extends ShopDatasets {

  private static final String FEW =
      """
      label: %s
      entity: customer
      churned: {no: order.placed, within: 10d}
      eligible: {at_least: 2, event: order.placed, within: 20d}
      """;

  private final JdbcClient jdbc;
  private final Path datasets;

  IncrementalDatasetsIT(
      @Autowired Store store, @Autowired JdbcClient jdbc, @Autowired FeatureSettings settings) {
    super(store, "again_");
    this.jdbc = jdbc;
    this.datasets = settings.dataFolder().resolve("datasets");
    store.postYaml("/v1/labels", Shop.LABEL.formatted(mine + "_month"));
    store.postYaml("/v1/labels", FEW.formatted(mine + "_few"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"as_known", "as_happened"})
  void takesOverWhatIsTheSameAndFoldsTheRest(String knownTime) {
    take(shop.events(2_000));
    JsonNode first = built(knownTime, 150, 120);
    assertThat(first.has("reuse")).isFalse();

    JsonNode same = built(knownTime, 150, 120);
    assertTakenOver(same, first, 0);
    rebuild(first);
    JsonNode second = built(knownTime, 150, 120, 90);
    assertTakenOver(second, same, 0);
    assertThat(second.path("reuse").path("rows")).isEqualTo(first.path("rows"));
    assertThat(sha256(anew(knownTime, 150, 120, 90))).isEqualTo(sha256(second));

    Joins joins = new Joins();
    take(
        List.of(
            order(ids.get(0), 130, 130),
            order(ids.get(1), 125, 1),
            order(ids.get(2), 65, 1),
            order(ids.get(3), 5, 5),
            order("new " + mine, 125, 125),
            joins.join(ids.get(4), ids.get(5), micros(140), micros(140)),
            joins.join(ids.get(6), ids.get(7), micros(1), micros(1))));
    JsonNode third = built(knownTime, 150, 120, 90, 60, 5);
    assertTakenOver(third, second, 8);
    assertThat(sha256(anew(knownTime, 150, 120, 90, 60, 5))).isEqualTo(sha256(third));
    assertThat(sha256(anew(knownTime, 150, 120, 90)))
        .as("rows that were not taken over have changed")
        .isNotEqualTo(sha256(second));

    JsonNode fourth = built(knownTime, 120, 90, 60, 40, 5);
    assertThat(fourth.path("reuse").path("datasetId")).isEqualTo(third.path("datasetId"));
    assertThat(fourth.path("reuse").path("cutoffs")).hasSize(3);
    assertThat(texts(fourth.path("reuse").path("because")))
        .containsExactly("labels at 1 of its cutoffs were not mature");
    assertThat(sha256(anew(knownTime, 120, 90, 60, 40, 5))).isEqualTo(sha256(fourth));
  }

  @Test
  void staysTheSameWhateverComesInBetween() {
    Random random = new Random(seed);
    Joins joins = new Joins();
    int[] days = {160, 130, 100, 70, 45, 20};
    take(shop.events(1_000));
    built("as_known", days[0]);
    for (int round = 2; round <= days.length; round++) {
      List<CustomerEvent> more = new ArrayList<>(shop.of(ids.subList(0, 10)).events(10));
      more.addAll(joins.random(random, ids.subList(5, 30), 1, now));
      take(more);
      int[] cutoffs = IntStream.of(days).limit(round).toArray();

      JsonNode together = built("as_known", cutoffs);

      assertThat(together.path("reuse").path("rows").longValue()).isPositive();
      assertThat(sha256(anew("as_known", cutoffs)))
          .as("round %d, seed %d", round, seed)
          .isEqualTo(sha256(together));
    }
  }

  @Test
  void saysWhyItTakesOverNothingAndPrefersWhatItCanUse() throws IOException {
    take(shop.events(500));
    JsonNode first = built("as_known", 120);
    JsonNode other = built("as_known", 100);
    assertThat(other.has("reuse")).as("no cutoff in common").isFalse();

    Files.copy(rows(other), rows(first), StandardCopyOption.REPLACE_EXISTING);
    JsonNode damaged = built("as_known", 120, 90);
    assertThat(texts(damaged.path("reuse").path("because")))
        .containsExactly("its rows are not those of its SHA-256");
    assertThat(sha256(anew("as_known", 120, 90))).isEqualTo(sha256(damaged));

    erase("nobody " + mine);
    JsonNode afterErasure = built("as_known", 120);
    assertThat(afterErasure.path("reuse").path("rows").longValue()).isZero();
    assertThat(texts(afterErasure.path("reuse").path("because")))
        .containsExactly("customers were erased since");
    assertThat(afterErasure.path("reuse").path("cutoffs")).isEmpty();
    JsonNode next = built("as_known", 120, 90, 60);
    assertTakenOver(next, afterErasure, 0);
    assertThat(sha256(anew("as_known", 120, 90, 60))).isEqualTo(sha256(next));
  }

  private void assertTakenOver(JsonNode manifest, JsonNode from, int customersAnew) {
    JsonNode reuse = manifest.path("reuse");
    assertThat(reuse.path("datasetId")).as("%s", reuse).isEqualTo(from.path("datasetId"));
    assertThat(reuse.path("cutoffs")).isEqualTo(from.path("cutoffs"));
    assertThat(reuse.path("customersAnew").intValue()).isEqualTo(customersAnew);
    assertThat(reuse.path("rows").longValue()).isPositive();
  }

  private JsonNode built(String knownTime, int... daysAgo) {
    return build(knownTime, false, daysAgo);
  }

  private JsonNode anew(String knownTime, int... daysAgo) {
    JsonNode manifest = build(knownTime, true, daysAgo);
    assertThat(manifest.has("reuse")).isFalse();
    jdbc.sql("delete from training_dataset where id = ?::uuid")
        .param(manifest.path("datasetId").stringValue())
        .update();
    return manifest;
  }

  private JsonNode build(String knownTime, boolean anew, int... daysAgo) {
    Map<String, Object> request = new HashMap<>();
    request.put("view", mine);
    request.put("labels", List.of(mine + "_month", mine + "_few"));
    request.put("knownTime", knownTime);
    request.put(
        "cutoffs",
        Map.of(
            "at",
            IntStream.of(daysAgo).mapToObj(days -> now.minus(Duration.ofDays(days))).toList()));
    if (anew) {
      request.put("anew", true);
    }
    return complete(equality.build(request));
  }

  private void erase(String customer) {
    store.delete(
        "/v1/customers/" + URLEncoder.encode(customer, StandardCharsets.UTF_8).replace("+", "%20"));
    Awaitility.await("the erasure is done")
        .atMost(Store.PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            jdbc.sql(
                    "select count(*) filter (where not announced) = 0 and count(*) > 0 from erasure")
                .query(Boolean.class)
                .single());
  }

  private Path rows(JsonNode manifest) {
    return datasets.resolve(manifest.path("datasetId").stringValue()).resolve("rows.csv.gz");
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::stringValue).toList();
  }
}
