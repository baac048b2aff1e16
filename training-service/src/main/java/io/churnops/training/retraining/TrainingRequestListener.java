package io.churnops.training.retraining;

import io.churnops.contract.Topics;
import io.churnops.kit.kafka.BadRecordException;
import io.churnops.kit.problem.ProblemException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes in wishes for retrainings from Kafka. A message that comes twice begins one retraining;
 * what cannot be done goes to {@code training-requests.v1-dlt} with its reason, alone.
 */
@Component
class TrainingRequestListener {

  private final SubmitRetraining submit;
  private final Validator validator;
  private final JsonMapper json;

  TrainingRequestListener(SubmitRetraining submit, Validator validator, JsonMapper json) {
    this.submit = submit;
    this.validator = validator;
    this.json = json;
  }

  @KafkaListener(
      id = "training-requests",
      groupId = "${spring.application.name}-requests",
      topics = Topics.TRAINING_REQUESTS)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    for (int i = 0; i < batch.size(); i++) {
      TrainingRequestMessage message = parse(batch.get(i).value(), i);
      try {
        submit.submit(
            message.request(), Retraining.Source.TOPIC, message.requestedBy(), message.eventId());
      } catch (ProblemException e) {
        throw new BadRecordException(e.code(), String.valueOf(e.getBody().getDetail()), i);
      }
    }
  }

  private TrainingRequestMessage parse(byte @Nullable [] value, int index) {
    TrainingRequestMessage message = read(value, index);
    String violations =
        Stream.concat(
                validator.validate(message).stream().map(TrainingRequestListener::text),
                validator.validate(message.request()).stream().map(TrainingRequestListener::text))
            .sorted()
            .collect(Collectors.joining("; "));
    if (!violations.isEmpty()) {
      throw new BadRecordException("invalid_request", violations, index);
    }
    return message;
  }

  private TrainingRequestMessage read(byte @Nullable [] value, int index) {
    try {
      TrainingRequestMessage message =
          value == null ? null : json.readValue(value, TrainingRequestMessage.class);
      if (message != null) {
        return message;
      }
    } catch (JacksonException e) {
      throw new BadRecordException("malformed_json", e.getOriginalMessage(), index);
    }
    throw new BadRecordException("malformed_json", "The message says nothing.", index);
  }

  private static String text(ConstraintViolation<?> violation) {
    return violation.getPropertyPath() + " " + violation.getMessage();
  }
}
