package io.churnops.ingestion.quarantine;

import static io.churnops.ingestion.IngestionClient.ONE;
import static org.awaitility.Awaitility.await;

import io.churnops.contract.Topics;
import io.churnops.ingestion.EventTexts;
import io.churnops.ingestion.IngestionClient;
import io.churnops.ingestion.IngestionClient.Answer;
import io.churnops.ingestion.IngestionIntegrationTest;
import io.churnops.ingestion.TopicReader;
import io.churnops.kit.erasure.ErasedCustomers;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/** The quarantine of the running service, and events of a customer of each test's own in it. */
@IngestionIntegrationTest
abstract class RunningQuarantine {

  final String customer = "C-" + UUID.randomUUID();

  @LocalServerPort int port;
  @Autowired QuarantineStore store;
  @Autowired JdbcClient jdbc;
  @Autowired ErasedCustomers erased;
  @Autowired TransactionOperations transactions;
  @Autowired InstantSource clock;

  IngestionClient client;

  @BeforeEach
  void connect() {
    client = IngestionClient.at(port);
  }

  /** The path of an event that waits in quarantine. */
  String held(String id) throws Exception {
    int before = page("").get("items").size();
    client.post(ONE, order(id).with("time", Instant.now().plusSeconds(600).toString()).bytes());
    return "/v1/quarantine/" + listed(before + 1).getFirst().get("itemId").stringValue();
  }

  List<JsonNode> listed(int count) {
    return await()
        .until(() -> page("").get("items").valueStream().toList(), items -> items.size() == count);
  }

  JsonNode page(String more) throws Exception {
    return client.get("/v1/quarantine?subject=" + customer + more).json();
  }

  Answer post(String path, String body) throws Exception {
    return client.post(path, "application/json", BodyPublishers.ofString(body));
  }

  List<ConsumerRecord<String, byte[]>> events() {
    return TopicReader.recordsOf(Topics.CUSTOMER_EVENTS, customer);
  }

  EventTexts order(String id) {
    return EventTexts.order(id + customer)
        .with("subject", customer)
        .with("time", Instant.now().toString());
  }
}
