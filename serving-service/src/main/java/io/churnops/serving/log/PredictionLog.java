package io.churnops.serving.log;

import io.churnops.contract.Topics;
import io.churnops.serving.ServingProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carries predictions to Kafka behind the back of the requests. While Kafka is away predictions
 * wait in a bounded buffer and are sent again until they are confirmed, so one may arrive twice;
 * when the buffer is full new ones are dropped and counted. A stop sends what waits, for a while.
 */
@Component
public final class PredictionLog implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(PredictionLog.class);
  private static final int BATCH = 500;
  private static final Duration LOOK_UP = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration LAST_CHANCE = Duration.ofSeconds(5);

  /** Below the web server's phases: the last requests are logged too. */
  private static final int PHASE = 0;

  private final KafkaTemplate<String, byte[]> kafka;
  private final JsonMapper json;
  private final BlockingQueue<LoggedPrediction> waiting;
  private final Counter dropped;

  /** Confined to the sender until it has ended. */
  private List<LoggedPrediction> unconfirmed = List.of();

  private volatile boolean full;
  private volatile boolean stopping;
  private volatile @Nullable Thread sender;

  @Autowired
  PredictionLog(
      KafkaTemplate<String, byte[]> kafka,
      JsonMapper json,
      ServingProperties properties,
      MeterRegistry meters) {
    this(kafka, json, properties.predictionLogBuffer(), meters);
  }

  PredictionLog(
      KafkaTemplate<String, byte[]> kafka, JsonMapper json, int room, MeterRegistry meters) {
    this.kafka = kafka;
    this.json = json;
    this.waiting = new ArrayBlockingQueue<>(room);
    this.dropped = meters.counter("churnops.predictionlog.dropped");
    Gauge.builder("churnops.predictionlog.waiting", waiting, BlockingQueue::size).register(meters);
  }

  /** Takes a prediction to be logged. Never waits. */
  public void add(LoggedPrediction prediction) {
    if (waiting.offer(prediction)) {
      full = false;
      return;
    }
    dropped.increment();
    if (!full) {
      full = true;
      log.warn("The prediction log's buffer is full: predictions are dropped from the log");
    }
  }

  @Override
  public void start() {
    stopping = false;
    sender = Thread.ofPlatform().name("prediction-log").daemon().start(this::sendUntilStopped);
  }

  @Override
  public void stop() {
    Thread running = sender;
    if (running == null) {
      return;
    }
    stopping = true;
    try {
      if (!running.join(LAST_CHANCE)) {
        running.interrupt();
        running.join();
      }
      countLost(waiting.size() + unconfirmed.size());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender = null;
  }

  @Override
  public boolean isRunning() {
    return sender != null;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }

  private void countLost(int predictions) {
    if (predictions > 0) {
      dropped.increment(predictions);
      log.warn("Stopped with {} predictions that Kafka did not confirm", predictions);
    }
  }

  private void sendUntilStopped() {
    try {
      while (!(stopping && waiting.isEmpty() && unconfirmed.isEmpty())) {
        if (unconfirmed.isEmpty()) {
          unconfirmed = next();
        }
        unconfirmed = send(unconfirmed);
        if (!unconfirmed.isEmpty()) {
          log.warn("Kafka did not confirm {} predictions; sent again soon", unconfirmed.size());
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<LoggedPrediction> next() throws InterruptedException {
    List<LoggedPrediction> batch = new ArrayList<>();
    LoggedPrediction first = waiting.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      batch.add(first);
      waiting.drainTo(batch, BATCH - 1);
    }
    return batch;
  }

  /** Sends until the first refusal, waits for the broker, and returns what is not confirmed. */
  private List<LoggedPrediction> send(List<LoggedPrediction> batch) throws InterruptedException {
    List<CompletableFuture<?>> sent = new ArrayList<>(batch.size());
    for (LoggedPrediction prediction : batch) {
      CompletableFuture<?> sending = send(prediction);
      sent.add(sending);
      if (sending.isCompletedExceptionally()) {
        break;
      }
    }
    List<LoggedPrediction> left = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      if (!isDone(sent.get(i))) {
        left.add(batch.get(i));
      }
    }
    left.addAll(batch.subList(sent.size(), batch.size()));
    return left;
  }

  private CompletableFuture<?> send(LoggedPrediction prediction) {
    try {
      byte[] message = json.writeValueAsBytes(prediction);
      return kafka.send(Topics.PREDICTION_LOG, prediction.customerId(), message);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Whether the broker has the prediction, or never will. */
  private boolean isDone(CompletableFuture<?> sent) throws InterruptedException {
    try {
      sent.get();
      return true;
    } catch (ExecutionException e) {
      if (isHopeless(e)) {
        dropped.increment();
        log.error("A prediction cannot be logged and is dropped from the log", e);
        return true;
      }
      return false;
    }
  }

  private static boolean isHopeless(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RecordTooLargeException || cause instanceof JacksonException) {
        return true;
      }
    }
    return false;
  }
}
