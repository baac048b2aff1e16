package io.churnops.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Bad records that cannot be put aside wait, and say so; none is skipped, and none stays for ever.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterOutageIT {

  private static final String LETTERS = Topics.CUSTOMER_EVENTS_DEAD_LETTER;
  private static final String REFUSED = "churnops_deadletter_refused_total";

  private final Shop shop = new Shop(31, 20, Instant.now());
  private SeparateStore store;
  private Equality equality;

  @BeforeAll
  void start() {
    store = SeparateStore.shared();
    equality = new Equality(store.client(), "letters");
  }

  @Test
  void keepsTheBeginningOfWhatIsTooLargeForALetter() throws Exception {
    store.send(shop.events(50));
    store.sendBad(
        List.of(
            SeparateStore.record("large", bytes("x".repeat(5_000_000))),
            SeparateStore.record(null, bytes("[".repeat(10_000) + "]".repeat(10_000))),
            SeparateStore.record(null, null),
            SeparateStore.record("", bytes("{}"))));
    store.send(shop.events(50));

    store.assertSound(equality, shop);
    assertThat(store.topic().deadLetters(List.of("large")))
        .isNotEmpty() // it may be buried again when its batch is
        .allSatisfy(letter -> {
          assertThat(header(letter, "churnops-dlt-cut")).isEqualTo("true");
          assertThat(letter.value()).isNotEmpty().hasSizeLessThan(100_000);
        });
  }

  @Test
  void waitsForALetterTopicThatTakesNothing() throws Exception {
    try (Admin admin = store.broker().admin()) {
      limitLetters(admin, AlterConfigOp.OpType.SET);
      double before = store.client().metric(REFUSED, "");
      store.sendBad(List.of(SeparateStore.record("bad", bytes("{"))));
      store.send(shop.events(50));
      awaitRefused(before);
      limitLetters(admin, AlterConfigOp.OpType.DELETE);

      store.assertSound(equality, shop);
    }
  }

  @Test
  void waitsForALetterTopicThatMayNotBeWritten() throws Exception {
    AclBinding forbidden =
        new AclBinding(
            new ResourcePattern(ResourceType.TOPIC, LETTERS, PatternType.LITERAL),
            new AccessControlEntry("User:*", "*", AclOperation.WRITE, AclPermissionType.DENY));
    try (Admin admin = store.broker().admin()) {
      double before = store.client().metric(REFUSED, "");
      EventTopic.within(admin.createAcls(List.of(forbidden)).all());
      store.sendBad(List.of(SeparateStore.record("bad", bytes("{"))));
      store.send(shop.events(50));
      awaitRefused(before);
      assertThat(store.topic().isFolded()).isFalse();
      EventTopic.within(admin.deleteAcls(List.of(forbidden.toFilter())).all());

      store.assertSound(equality, shop);
    }
  }

  @Test
  void waitsForALetterTopicThatIsGone() throws Exception {
    try (Admin admin = store.broker().admin()) {
      store.assertSound(equality, shop);
      EventTopic.within(admin.deleteTopics(List.of(LETTERS)).all());
      store.forgetLetters();
      double before = store.client().metric(REFUSED, "");
      store.sendBad(List.of(SeparateStore.record("bad", bytes("{"))));
      store.send(shop.events(50));
      awaitRefused(before);
      assertThat(store.topic().isFolded()).isFalse();
      Awaitility.await("the topic is there again")
          .atMost(Store.PATIENCE)
          .ignoreExceptions()
          .until(() -> {
            EventTopic.within(admin.createTopics(List.of(letters())).all());
            return true;
          });

      store.assertSound(equality, shop);
    }
  }

  private static NewTopic letters() {
    return new NewTopic(LETTERS, Optional.of(Topics.CUSTOMER_PARTITIONS), Optional.empty());
  }

  /** It shows in a metric; the service is alive and answers. */
  private void awaitRefused(double before) {
    Awaitility.await("the wait is told of")
        .atMost(Store.PATIENCE)
        .until(() -> store.client().metric(REFUSED, "") > before);
    assertThat(store.client().get("/livez").statusCode()).isEqualTo(200);
    assertThat(store.client().features("letters", shop.customers(), null).customers()).isNotEmpty();
  }

  private static void limitLetters(Admin admin, AlterConfigOp.OpType how) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, LETTERS);
    EventTopic.within(
        admin
            .incrementalAlterConfigs(
                Map.of(
                    topic,
                    List.of(new AlterConfigOp(new ConfigEntry("max.message.bytes", "100"), how))))
            .all());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String header(ConsumerRecord<?, ?> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
