package io.churnops.monitoring.predictions;

import io.churnops.contract.Topics;
import io.churnops.kit.kafka.DeadLetters;
import io.churnops.monitoring.predictions.LoggedPrediction.UnreadablePredictionException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Consumes the prediction log. What is not a prediction goes to the dead letters, alone; any other
 * trouble is thrown, and the batch comes again until it passes.
 */
@Component
class PredictionLogListener {

  private static final Logger log = LoggerFactory.getLogger(PredictionLogListener.class);

  private final TakePredictions takePredictions;
  private final DeadLetters deadLetters;
  private final Counter taken;
  private final Counter buried;

  PredictionLogListener(
      TakePredictions takePredictions, DeadLetters deadLetters, MeterRegistry meters) {
    this.takePredictions = takePredictions;
    this.deadLetters = deadLetters;
    this.taken =
        Counter.builder("churnops.monitoring.predictions")
            .description("Predictions taken from the log, each once")
            .register(meters);
    this.buried =
        Counter.builder("churnops.monitoring.deadletter")
            .description("Records sent to the dead-letter topic")
            .register(meters);
  }

  @KafkaListener(id = "prediction-log", idIsGroup = false, topics = Topics.PREDICTION_LOG)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    List<Readable> readable = new ArrayList<>(batch.size());
    List<Bad> bad = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        readable.add(new Readable(record, LoggedPrediction.parse(record.value())));
      } catch (UnreadablePredictionException e) {
        bad.add(new Bad(record, "unreadable_prediction", String.valueOf(e.getMessage())));
      }
    }
    taken.increment(take(readable, bad));
    // Last, so that a batch that comes again because of the database is not buried again and again.
    bad.forEach(this::bury);
  }

  private int take(List<Readable> readable, List<Bad> bad) {
    try {
      return takePredictions.take(readable.stream().map(Readable::prediction).toList());
    } catch (DataIntegrityViolationException e) {
      return takeOneByOne(readable, bad);
    }
  }

  /** The database refused something that looked right: finds it, so that the others go on. */
  private int takeOneByOne(List<Readable> readable, List<Bad> bad) {
    int fresh = 0;
    for (Readable one : readable) {
      try {
        fresh += takePredictions.take(List.of(one.prediction()));
      } catch (DataIntegrityViolationException e) {
        bad.add(new Bad(one.record(), "refused_prediction", "The database refuses the prediction"));
      }
    }
    return fresh;
  }

  private void bury(Bad bad) {
    deadLetters.publish(bad.record(), bad.code(), bad.detail());
    buried.increment();
    log.warn(
        "Dead-lettered partition {} offset {}: {}",
        bad.record().partition(),
        bad.record().offset(),
        bad.code());
  }

  private record Readable(ConsumerRecord<String, byte[]> record, LoggedPrediction prediction) {}

  private record Bad(ConsumerRecord<String, byte[]> record, String code, String detail) {}
}
