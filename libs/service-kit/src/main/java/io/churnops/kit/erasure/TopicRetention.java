package io.churnops.kit.erasure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Until when topics keep what is on them now, as the broker has them configured. A record goes with
 * its segment, and a segment when its youngest record is older than the retention: at the latest
 * when a whole segment and the retention have passed.
 */
public final class TopicRetention {

  /** How topics with customers on them roll their segments, so that records go in time. */
  public static final Duration SEGMENT = Duration.ofDays(1);

  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  /** A broker looks for what is too old every few minutes, and deletes it a minute later. */
  private static final Duration CLEAN_UP = Duration.ofHours(1);

  private final KafkaAdmin kafka;
  private final InstantSource clock;

  TopicRetention(KafkaAdmin kafka, InstantSource clock) {
    this.kafka = kafka;
    this.clock = clock;
  }

  /** The settings of a topic that forgets its records after a while. */
  public static Map<String, String> keptFor(Duration retention) {
    return Map.of(
        TopicConfig.CLEANUP_POLICY_CONFIG,
        TopicConfig.CLEANUP_POLICY_DELETE,
        TopicConfig.RETENTION_MS_CONFIG,
        Long.toString(retention.toMillis()),
        TopicConfig.RETENTION_BYTES_CONFIG,
        "-1",
        TopicConfig.SEGMENT_MS_CONFIG,
        Long.toString(SEGMENT.toMillis()));
  }

  /** What of present records remains on those of some topics that there are. */
  public List<Remaining> of(Collection<String> topics) {
    Instant now = clock.instant();
    List<Remaining> remaining = new ArrayList<>();
    configs(topics).forEach((topic, config) -> remaining.add(remaining(topic.name(), config, now)));
    remaining.sort((one, other) -> one.store().compareTo(other.store()));
    return remaining;
  }

  private Map<ConfigResource, Config> configs(Collection<String> topics) {
    try (Admin admin = Admin.create(kafka.getConfigurationProperties())) {
      Set<String> present =
          admin.listTopics().names().get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      Set<ConfigResource> asked =
          topics.stream()
              .filter(present::contains)
              .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
              .collect(Collectors.toSet());
      return admin
          .describeConfigs(asked)
          .all()
          .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("Interrupted while asking how long topics keep records", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("The broker did not say how long topics keep records", e);
    }
  }

  static Remaining remaining(String topic, Config config, Instant now) {
    long retention = number(config, TopicConfig.RETENTION_MS_CONFIG);
    boolean deletes =
        config
            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
            .value()
            .contains(TopicConfig.CLEANUP_POLICY_DELETE);
    String store = "kafka:" + topic;
    if (!deletes || retention < 0) {
      return new Remaining(
          store, null, "The topic keeps its records for ever; set its retention.ms to end that.");
    }
    Instant until =
        now.plusMillis(retention)
            .plusMillis(number(config, TopicConfig.SEGMENT_MS_CONFIG))
            .plus(CLEAN_UP)
            .truncatedTo(ChronoUnit.SECONDS);
    return new Remaining(
        store,
        until,
        "Kafka removes no single records. These expire with the topic's retention.ms of %s; read again, they have no effect."
            .formatted(Duration.ofMillis(retention)));
  }

  private static long number(Config config, String name) {
    return Long.parseLong(config.get(name).value());
  }
}
