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
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Consumes the prediction log; what is not a prediction goes to the dead letters, alone. */
@Component
class PredictionLogListener {

  private static final Logger log = LoggerFactory.getLogger(PredictionLogListener.class);

  private final TakePredictions takePredictions;
  private final DeadLetters deadLetters;
  private final Counter taken;

  PredictionLogListener(
      TakePredictions takePredictions, DeadLetters deadLetters, MeterRegistry meters) {
    this.takePredictions = takePredictions;
    this.deadLetters = deadLetters;
    this.taken =
        Counter.builder("churnops.monitoring.predictions")
            .description("Predictions taken from the log, each once")
            .register(meters);
  }

  @KafkaListener(id = "prediction-log", idIsGroup = false, topics = Topics.PREDICTION_LOG)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    List<LoggedPrediction> predictions = new ArrayList<>(batch.size());
    for (ConsumerRecord<String, byte[]> record : batch) {
      try {
        predictions.add(LoggedPrediction.parse(record.value()));
      } catch (UnreadablePredictionException e) {
        deadLetters.publish(record, "unreadable_prediction", String.valueOf(e.getMessage()));
        log.warn("Dead-lettered partition {} offset {}", record.partition(), record.offset());
      }
    }
    taken.increment(takePredictions.take(predictions));
  }
}
