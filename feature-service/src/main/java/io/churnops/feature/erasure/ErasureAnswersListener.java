package io.churnops.feature.erasure;

import io.churnops.contract.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Hears from the other services what they have removed. */
@Component
class ErasureAnswersListener {

  private final ErasureTable table;

  ErasureAnswersListener(ErasureTable table) {
    this.table = table;
  }

  @KafkaListener(
      id = "customer-erasure-answers",
      groupId = "${spring.application.name}-erasures",
      topics = Topics.CUSTOMER_ERASURE_ANSWERS)
  void onBatch(List<ConsumerRecord<String, byte[]>> batch) {
    for (int i = 0; i < batch.size(); i++) {
      table.answer(AnswerMessage.parse(batch.get(i).value(), i));
    }
  }
}
