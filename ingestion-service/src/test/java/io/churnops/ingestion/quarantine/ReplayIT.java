package io.churnops.ingestion.quarantine;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.eventlog.EventLog;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import io.churnops.ingestion.intake.ItemVerdict;
import io.churnops.ingestion.intake.RecordingEventLog;
import io.churnops.ingestion.intake.TestIntake;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/** Replays of one event at once, without Kafka, and by somebody who stops in the midst of it. */
class ReplayIT extends RunningQuarantine {

  @Autowired EventReader reader;
  @Autowired EventJudge judge;

  @Test
  void replaysOnceWhenAskedManyTimesAtOnce() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    List<Callable<Answer>> calls = Collections.nCopies(8, () -> post(path + ":replay", "{}"));
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> answer : threads.invokeAll(calls)) {
        statuses.add(answer.get().status());
      }
    }
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(events()).hasSize(1);
  }

  @Test
  void staysOpenWhenKafkaDoesNotConfirm() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    UUID itemId = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    RecordingEventLog log = new RecordingEventLog();
    SettleEvents settle = settling(log);
    Decision decision = new Decision("test", null, false, false);
    log.available(false);
    assertThatThrownBy(() -> settle.replay(itemId, decision))
        .isInstanceOf(NotConfirmedException.class);
    assertThat(client.get(path).json().get("status").stringValue()).isEqualTo("OPEN");
    log.available(true);
    settle.replay(itemId, decision);
    assertThat(log.events()).isEqualTo(1);
  }

  @Test
  void holdsNoConnectionButTheEventWhileKafkaConfirms() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    UUID itemId = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    List<String> meanwhile = new ArrayList<>();
    EventLog log =
        _ -> {
          assertThat(TransactionSynchronizationManager.isActualTransactionActive()).isFalse();
          meanwhile.add(problemOf(path + ":replay"));
          meanwhile.add(problemOf(path + ":discard"));
        };
    SettleEvents settle = settling(log);
    assertThat(settle.replay(itemId, new Decision("test", null, false, false)).verdict())
        .isEqualTo(ItemVerdict.Status.ACCEPTED);
    assertThat(meanwhile).containsExactly("under-way", "under-way");
    assertThat(problemOf(path + ":replay")).isEqualTo("already-settled");
  }

  @Test
  void letsOthersDecideOnWhatWasClaimedByWhoIsGone() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    claimUntil("now()", path);
    assertThat(post(path + ":replay", "{}").status()).isEqualTo(200);
  }

  @Test
  void tellsHowManyItPassedOverBecauseAnotherHoldsThem() throws Exception {
    String first = held("o-1");
    held("o-2");
    claimUntil("now() + interval '1 minute'", first);
    String meant = "{\"filter\":{\"subject\":\"" + customer + "\"},\"reason\":\"test\"";

    JsonNode newest = post("/v1/quarantine:replay", meant + ",\"limit\":1}").json();
    String cursor = newest.get("nextCursor").stringValue();
    JsonNode rest = post("/v1/quarantine:replay", meant + ",\"cursor\":\"" + cursor + "\"}").json();
    assertThat(List.of(newest.get("underWay").intValue(), rest.get("underWay").intValue()))
        .as("each by the page it would be on")
        .containsExactly(0, 1);
    assertThat(rest.get("items")).isEmpty();

    JsonNode discarded = post("/v1/quarantine:discard", meant + "}").json();
    assertThat(discarded.get("discarded").intValue()).isOne();
    assertThat(discarded.get("underWay").intValue()).isOne();
    claimUntil("now()", first);
    JsonNode free = post("/v1/quarantine:discard", meant + "}").json();
    assertThat(free.get("underWay").intValue()).isZero();
  }

  /** As one who decides and is gone would leave it. */
  private void claimUntil(String time, String path) {
    jdbc.sql(
            "update quarantine_item set claimed_by = gen_random_uuid(), claimed_until = "
                + time
                + " where item_id = cast(? as uuid)")
        .param(path.substring(path.lastIndexOf('/') + 1))
        .update();
  }

  @Test
  void leavesADecisionThatWasMadeAfterTheClaimOfAReplayHadEnded() throws Exception {
    String path = held("o-1");
    client.put(path + "/event", ONE, order("o-1").text());
    UUID itemId = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
    Decision decision = new Decision("test", "late", false, false);
    SettleEvents another = settling(new RecordingEventLog());
    SettleEvents slow =
        settling(_ -> {
          jdbc.sql(
                  "update quarantine_item set claimed_until = now() - interval '1 second'"
                      + " where item_id = ?")
              .param(itemId)
              .update();
          another.discard(itemId, decision);
        });
    slow.replay(itemId, decision);
    JsonNode item = client.get(path).json();
    assertThat(item.get("status").stringValue()).isEqualTo("DISCARDED");
    assertThat(item.get("history").valueStream().map(deed -> deed.get("action").stringValue()))
        .containsExactly("FIXED", "DISCARDED");
  }

  private SettleEvents settling(EventLog log) {
    return new SettleEvents(
        store, jdbc, transactions, reader, judge, TestIntake.over(log), erased, clock);
  }

  private String problemOf(String path) {
    try {
      return post(path, "{\"reason\":\"test\"}").problem();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
