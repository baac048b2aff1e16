package io.churnops.kit.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;

/** What is said of topics that keep customers. */
class TopicRetentionTests {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00.5Z");

  @Test
  void endsWithTheSegmentThatARecordLiesIn() {
    Remaining remaining = remaining(TopicRetention.keptFor(Duration.ofDays(30)));
    assertThat(remaining.store()).isEqualTo("kafka:events");
    assertThat(remaining.until()).isEqualTo("2026-12-22T13:00:00Z");
    assertThat(remaining.reason()).contains("retention.ms of PT720H");
  }

  @Test
  void neverEndsWithoutARetention() {
    Map<String, String> settings = new HashMap<>(TopicRetention.keptFor(Duration.ofDays(30)));
    settings.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
    assertThat(remaining(settings).until()).isNull();
  }

  @Test
  void neverEndsWhereATopicIsOnlyCompacted() {
    Map<String, String> settings = new HashMap<>(TopicRetention.keptFor(Duration.ofDays(30)));
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    assertThat(remaining(settings).until()).isNull();
    settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, "compact,delete");
    assertThat(remaining(settings).until()).isNotNull();
  }

  private static Remaining remaining(Map<String, String> settings) {
    List<ConfigEntry> entries =
        settings.entrySet().stream()
            .map(entry -> new ConfigEntry(entry.getKey(), entry.getValue()))
            .toList();
    return TopicRetention.remaining("events", new Config(entries), NOW);
  }
}
