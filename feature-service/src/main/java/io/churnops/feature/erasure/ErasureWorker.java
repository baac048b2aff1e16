package io.churnops.feature.erasure;

import io.churnops.contract.Topics;
import io.churnops.feature.OneRunner;
import io.churnops.feature.datasets.CustomersInDatasets;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries erasures through. What a crash or an outage cuts off is gone on with; what keeps it is
 * told in the report.
 */
@Component
class ErasureWorker {

  private static final Logger log = LoggerFactory.getLogger(ErasureWorker.class);
  private static final long LOCK = 0x6368_7572_6e65_7277L;
  private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(20);

  private final OneRunner runner;
  private final ErasureTable table;
  private final EraseCustomer erase;
  private final CustomersInDatasets datasets;
  private final KafkaTemplate<String, byte[]> kafka;
  private final InstantSource clock;
  private final JsonMapper json;

  ErasureWorker(
      OneRunner runner,
      ErasureTable table,
      EraseCustomer erase,
      CustomersInDatasets datasets,
      KafkaTemplate<String, byte[]> kafka,
      InstantSource clock,
      JsonMapper json) {
    this.runner = runner;
    this.table = table;
    this.erase = erase;
    this.datasets = datasets;
    this.kafka = kafka;
    this.clock = clock;
    this.json = json;
  }

  @Scheduled(fixedDelayString = "500ms", initialDelayString = "2s")
  void work() {
    try {
      if (!table.unfinished().isEmpty()) {
        runner.run(LOCK, () -> table.unfinished().forEach(this::carryOn));
      }
    } catch (DataAccessException | TransactionException e) {
      log.debug("Erasures go on later: {}", e.toString());
    }
  }

  private void carryOn(UUID id) {
    try {
      table.find(id).filter(row -> !row.announced()).ifPresent(this::carryOn);
    } catch (DataAccessException
        | TransactionException
        | KafkaException
        | UncheckedIOException
        | org.springframework.kafka.KafkaException e) {
      log.warn("Erasure {} goes on later: {}", id, e.toString());
      table.setProblem(id, e.getClass().getSimpleName());
    }
  }

  private void carryOn(ErasureRow row) {
    ErasureWork work = table.work(row);
    if (!work.logCleared()) {
      work = erase.clearLog(row.erasureId(), work);
    }
    if (work.logClearedBy() == null) {
      work = erase.noteCleared(row.erasureId(), work);
    }
    // Asked before: what is complete by then is found by the next step.
    boolean building = datasets.isBuilding(Objects.requireNonNull(work.logClearedBy()));
    work = erase.clearTheRest(row.erasureId(), work);
    if (building) {
      table.setProblem(row.erasureId(), "A training set that may hold the customer is being built");
      return;
    }
    announce(row, work);
    table.finish(row.erasureId(), work.counts(), clock.instant());
    log.info("Erasure {} is done here: {}", row.erasureId(), work.counts());
  }

  private void announce(ErasureRow row, ErasureWork work) {
    var message = ErasureMessage.of(row.erasureId(), work.ids(), row.requestedAt());
    try {
      kafka
          .send(
              Topics.CUSTOMER_ERASURES, row.erasureId().toString(), json.writeValueAsBytes(message))
          .get(CONFIRM_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while announcing an erasure", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The broker did not confirm an erasure", e);
    }
  }
}
