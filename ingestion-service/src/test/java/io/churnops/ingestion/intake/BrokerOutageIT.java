package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.churnops.contract.CloudEventHeaders;
import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.platform.LocalPlatform;
import io.churnops.platform.test.TestServers;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The broker goes away under load and comes back: nothing that was acknowledged is missing. */
@IngestionIntegrationTest
class BrokerOutageIT {

  @LocalServerPort int port;

  @Test
  void losesNothingItAcknowledged() throws Exception {
    assumeThat(TestServers.shared().local()).isPresent();
    LocalPlatform local = TestServers.shared().local().orElseThrow();
    String customer = "C-" + UUID.randomUUID();
    Ledger ledger = new Ledger(IngestionClient.at(port), customer);

    Thread load = Thread.ofVirtual().start(ledger::send);
    Awaitility.await().until(() -> ledger.acknowledged.size() > 20);
    local.kafka().stop();
    try {
      Awaitility.await().until(() -> ledger.unavailable.get() > 0);
    } finally {
      local.kafka().start();
    }
    int before = ledger.acknowledged.size();
    Awaitility.await().until(() -> ledger.acknowledged.size() > before + 20);
    ledger.done.set(true);
    load.join();

    assertThat(ledger.others).isEmpty();
    Set<String> kept = new HashSet<>();
    TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer)
        .forEach(record -> kept.add(TopicReader.header(record, CloudEventHeaders.ID)));
    assertThat(kept).containsAll(ledger.acknowledged);
  }

  /** Sends pairs of events for ever and writes down what was answered; resends what was not. */
  private static final class Ledger {

    private final IngestionClient client;
    private final String customer;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> others = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicBoolean done = new AtomicBoolean();

    Ledger(IngestionClient client, String customer) {
      this.client = client;
      this.customer = customer;
    }

    void send() {
      int next = 0;
      while (!done.get()) {
        String id = customer + "-" + next;
        try {
          Answer answer = client.batch(List.of(event(id + "-a"), event(id + "-b")));
          switch (answer.status()) {
            case 202 -> {
              acknowledged.addAll(List.of(id + "-a", id + "-b"));
              next++;
            }
            case 503 -> {
              unavailable.incrementAndGet();
              if (answer.response().headers().firstValue("retry-after").isEmpty()
                  || !answer.problem().equals("broker-unavailable")) {
                others.add(answer.json().toString());
              }
            }
            default -> others.add(answer.json().toString());
          }
        } catch (Exception e) {
          others.add(e.toString());
        }
      }
    }

    private EventTexts event(String id) {
      return EventTexts.order(id).with("subject", customer).with("time", Instant.now().toString());
    }
  }
}
