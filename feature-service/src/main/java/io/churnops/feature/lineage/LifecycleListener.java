package io.churnops.feature.lineage;

import io.churnops.contract.Topics;
import io.churnops.feature.definitions.ChangeViews;
import io.churnops.feature.lineage.ModelUses.AliasMoved;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears which model versions come into service, and keeps the views that they read: one that was
 * retired before its model was heard of is brought back.
 */
@Component
class LifecycleListener {

  static final String GROUP = "feature-service-lifecycle";

  private static final Logger log = LoggerFactory.getLogger(LifecycleListener.class);

  private final ModelUses uses;
  private final ChangeViews changes;
  private final JsonMapper json;

  LifecycleListener(ModelUses uses, ChangeViews changes, JsonMapper json) {
    this.uses = uses;
    this.changes = changes;
    this.json = json;
  }

  @KafkaListener(
      id = "model-lifecycle",
      groupId = LifecycleListener.GROUP,
      topics = Topics.MODEL_LIFECYCLE)
  void onMessages(List<ConsumerRecord<String, byte[]>> messages) {
    messages.forEach(this::take);
  }

  private void take(ConsumerRecord<String, byte[]> message) {
    AliasMoved moved;
    try {
      moved = json.readValue(message.value(), AliasMoved.class);
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("A message of {} at offset {} is unreadable", message.topic(), message.offset());
      return;
    }
    uses.moved(moved);
    moved.views().filter(view -> !uses.of(view).isEmpty()).forEach(changes::keep);
  }
}
