package io.churnops.serving.model;

import io.churnops.contract.Topics;
import io.churnops.serving.ServingProperties;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.PartitionOffset;
import org.springframework.kafka.annotation.TopicPartition;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks at the champion whenever its alias may have moved: at the start, on a message of the
 * lifecycle topic, and every so often in case a message was missed. A message is only a hint; what
 * is champion is read from the registry, so an old, doubled or forged one does no harm. Every
 * instance reads the topic's only partition on its own, from the beginning, and commits nothing.
 */
@Component
class LifecycleListener {

  private static final Logger log = LoggerFactory.getLogger(LifecycleListener.class);

  private final FollowChampion champion;
  private final String modelName;
  private final JsonMapper json;

  LifecycleListener(FollowChampion champion, ServingProperties properties, JsonMapper json) {
    this.champion = champion;
    this.modelName = properties.model();
    this.json = json;
  }

  @Scheduled(fixedDelayString = "${churnops.serving.check-every:30s}")
  void onSchedule() {
    champion.look();
  }

  @KafkaListener(
      id = "model-lifecycle",
      idIsGroup = false,
      containerFactory = ModelConfiguration.HINTS,
      topicPartitions =
          @TopicPartition(
              topic = Topics.MODEL_LIFECYCLE,
              partitionOffsets = @PartitionOffset(partition = "0", initialOffset = "0")))
  void onMessages(List<ConsumerRecord<String, byte[]>> messages) {
    if (messages.stream().anyMatch(this::isOfChampion)) {
      champion.look();
    }
  }

  private boolean isOfChampion(ConsumerRecord<String, byte[]> message) {
    try {
      ModelLifecycle moved = json.readValue(message.value(), ModelLifecycle.class);
      return moved.modelName().equals(modelName) && moved.alias().equals(ChampionAlias.CHAMPION);
    } catch (JacksonException | IllegalArgumentException e) {
      log.warn("A message of {} at offset {} is unreadable", message.topic(), message.offset());
      return false;
    }
  }
}
