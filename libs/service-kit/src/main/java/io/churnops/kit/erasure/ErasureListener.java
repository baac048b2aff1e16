package io.churnops.kit.erasure;

import io.churnops.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears of customers who are erased, has every part of the service remove its own of them, and
 * answers with what was removed and what remains. Whatever is cut off is done again from the
 * beginning; the answer counts all of it.
 */
final class ErasureListener {

  private static final Logger log = LoggerFactory.getLogger(ErasureListener.class);
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);

  private final String service;
  private final List<ErasesCustomers> stores;
  private final List<KeepsCustomers> keepers;
  private final ErasedCustomers erased;
  private final HeardErasures heard;
  private final TransactionOperations transactions;
  private final KafkaTemplate<String, byte[]> kafka;
  private final InstantSource clock;

  ErasureListener(
      String service,
      List<ErasesCustomers> stores,
      List<KeepsCustomers> keepers,
      ErasedCustomers erased,
      HeardErasures heard,
      TransactionOperations transactions,
      KafkaTemplate<String, byte[]> kafka,
      InstantSource clock) {
    this.service = service;
    this.stores = List.copyOf(stores);
    this.keepers = List.copyOf(keepers);
    this.erased = erased;
    this.heard = heard;
    this.transactions = transactions;
    this.kafka = kafka;
    this.clock = clock;
  }

  /** What {@code customer-erasure-answers.v1} says. */
  record Answer(
      UUID erasureId,
      String service,
      Map<String, Long> removed,
      List<Remaining> remaining,
      Instant answeredAt) {}

  /** Passes when the work that was under way has ended. */
  static final class NotSettledException extends RuntimeException {

    NotSettledException() {
      super("Work begun before an erasure may still hold who is erased", null, false, false);
    }
  }

  @KafkaListener(
      id = "customer-erasures",
      groupId = "${spring.application.name}-erasures",
      topics = Topics.CUSTOMER_ERASURES)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    for (int i = 0; i < batch.size(); i++) {
      carryOut(ErasureMessage.parse(batch.get(i).value(), i));
    }
  }

  private void carryOut(ErasureMessage erasure) {
    HeardErasures.Heard done =
        Objects.requireNonNull(transactions.execute(_ -> remove(erasure)), "removed");
    if (!stores.stream().allMatch(store -> store.isSettled(done.at()))) {
      throw new NotSettledException();
    }
    List<Remaining> remaining =
        keepers.stream().flatMap(keeper -> keeper.remaining().stream()).toList();
    answer(new Answer(erasure.erasureId(), service, done.removed(), remaining, clock.instant()));
    log.info("Erasure {} removed {}", erasure.erasureId(), done.removed());
  }

  private HeardErasures.Heard remove(ErasureMessage erasure) {
    erased.enter(erasure.customerIds());
    Map<String, Long> removed = new TreeMap<>();
    for (ErasesCustomers store : stores) {
      store
          .erase(erasure.customerIds())
          .forEach((name, count) -> removed.merge(name, count, Long::sum));
    }
    return heard.add(erasure.erasureId(), clock.instant(), removed);
  }

  private void answer(Answer answer) {
    try {
      kafka
          .send(
              Topics.CUSTOMER_ERASURE_ANSWERS,
              answer.erasureId().toString(),
              JsonMapper.shared().writeValueAsBytes(answer))
          .get(CONFIRM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while answering an erasure", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The broker did not confirm the answer to an erasure", e);
    }
  }
}
