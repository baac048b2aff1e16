package io.churnops.training.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.RunningService;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.export.Untold.Kind;
import io.churnops.training.export.Untold.OfAlias;
import io.churnops.training.export.Untold.OfModel;
import io.churnops.training.export.Untold.OfRun;
import io.churnops.training.export.Untold.OfVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What is told next, as the ledger of what was told goes on. */
class FindUntoldIT extends RunningService {

  /** Its two versions are of all tests, each of which tells another server. */
  private static final String MODEL = unique("ordered").substring(0, 30);

  private final String receiver = "http://" + unique("mlflow");

  private final JdbcClient jdbc;
  private final ToldLedger ledger;
  private final FindUntold untold;

  @Autowired
  FindUntoldIT(JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.jdbc = jdbc;
    ledger = new ToldLedger(receiver, jdbc, clock);
    untold = new FindUntold(receiver, jdbc, json, clock);
  }

  @BeforeEach
  void train() {
    if (get("/v1/models/" + MODEL).status() == 404) {
      String dataset = FEATURES.offer(ShopDataset.of(datasetId(), 120, 3, 30, 1));
      train(MODEL, dataset, "always");
      train(MODEL, dataset, "always");
    }
    tell(new OfModel(MODEL, "", Map.of(), "any", null), "theirs");
  }

  @AfterEach
  void forget() {
    jdbc.sql("delete from mlflow_told where receiver = ?").param(receiver).update();
  }

  private OfRun run(int version) {
    String path = "/v1/models/" + MODEL + "/versions/" + version;
    return new OfRun(get(path).json().path("runId").asString(), null, null);
  }

  private void tell(Untold some, String theirId) {
    ledger.begin(some);
    ledger.told(some, theirId);
  }

  private int fail(Untold some) {
    ledger.begin(some);
    return ledger.postponed(some, "it is so", Duration.ZERO, Duration.ZERO);
  }

  private List<Integer> versions() {
    return untold.oldest(Kind.VERSION, 10).stream()
        .map(OfVersion.class::cast)
        .map(OfVersion::version)
        .toList();
  }

  @Test
  void holdsAVersionBackForTheOneBeforeItButNotForEver() {
    tell(run(2), "second");
    OfRun first = run(1);
    for (int times = 1; times <= FindUntold.HOLDS_LATER_ONES; times++) {
      assertThat(versions()).isEmpty();
      assertThat(fail(first)).isEqualTo(times);
    }
    assertThat(versions()).containsExactly(2);

    tell(run(1), "first");
    assertThat(versions()).as("it failed all day").containsExactly(1);
  }

  @Test
  void knowsThatNamesReadBeforeAreForgotten() {
    Instant before = ledger.now();
    tell(run(1), "first");
    assertThat(ledger.isStartedAnewSince(before)).isFalse();

    ledger.startAnew();

    assertThat(ledger.isStartedAnewSince(before)).isTrue();
    assertThat(ledger.isStartedAnewSince(ledger.now())).isFalse();
  }

  @Test
  void doesNotWaitForAVersionThatIsRefused() {
    tell(run(2), "second");
    ledger.begin(run(1));
    ledger.refused(run(1), "never");
    assertThat(versions()).containsExactly(2);

    assertThat(ledger.tryAgain()).isEqualTo(1);
    assertThat(versions()).isEmpty();
  }

  @Test
  void putsOffWhatTheServerFailsAtForLongerEachTime() {
    Duration hour = Duration.ofHours(1);
    OfRun first = run(1);
    ledger.begin(first);
    ledger.postponed(first, "it is so", hour, hour.multipliedBy(3));
    ledger.postponed(first, "it is so", hour, hour.multipliedBy(3));
    ledger.postponed(first, "it is still so", hour, hour.multipliedBy(3));

    assertThat(ledger.untaken("", 10))
        .singleElement()
        .satisfies(run -> {
          assertThat(run.reason()).isEqualTo("it is still so");
          assertThat(run.againAt()).isEqualTo(run.at().plus(hour.multipliedBy(3)));
        });
    assertThat(subjects(Kind.RUN)).doesNotContain(first.runId()).contains(run(2).runId());
    assertThat(ledger.tryAgain()).isEqualTo(1);
    assertThat(subjects(Kind.RUN)).contains(first.runId());
  }

  private List<String> subjects(Kind kind) {
    return untold.oldest(kind, 1_000).stream().map(Untold::subject).toList();
  }

  @Test
  void takesAwayAnAliasWhoseAnswerWasLost() {
    tell(run(1), "first");
    tell(run(2), "second");
    tell(new OfVersion(MODEL, 1, "", Map.of(), "first", "any", null), "1");
    tell(new OfVersion(MODEL, 2, "", Map.of(), "second", "any", null), "2");
    OfAlias there = new OfAlias(MODEL, "champion", "2");
    assertThat(subjects(Kind.ALIAS)).containsExactly(there.subject());
    ledger.begin(there);

    send(request("/v1/models/" + MODEL + "/aliases/champion?reason=gone&force=true").DELETE());
    assertThat(untold.oldest(Kind.ALIAS, 10))
        .isEqualTo(List.of(new OfAlias(MODEL, "champion", null)));
  }

  @Test
  void takesAwayAnAliasThatWentWhileAllWasToldAnew() {
    OfAlias gone = new OfAlias(MODEL, "gone", "1");
    ledger.begin(gone);
    ledger.startAnew();
    ledger.told(gone, "1");
    assertThat(untold.oldest(Kind.ALIAS, 10)).isEqualTo(List.of(new OfAlias(MODEL, "gone", null)));
  }

  @Test
  void tellsAgainWhatWasAskedForWhileItWasTold() {
    OfRun first = run(1);
    ledger.begin(first);
    ledger.startAnew();
    ledger.told(first, "of before");

    assertThat(subjects(Kind.RUN)).contains(first.runId());
    tell(run(2), "second");
    assertThat(versions()).isEmpty();
  }
}
