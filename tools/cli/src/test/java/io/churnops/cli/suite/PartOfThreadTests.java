package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PartOfThreadTests {

  private final PartOfThread discriminator = new PartOfThread();

  @Test
  void givesAThreadToThePartThatStartedIt() throws Exception {
    AtomicReference<String> platform = new AtomicReference<>();
    AtomicReference<String> virtual = new AtomicReference<>();

    PartOfThread.during(
        "serving",
        () -> {
          Thread.ofPlatform().start(() -> platform.set(partOf("org.apache.kafka.X"))).join();
          try (ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            requests.submit(() -> virtual.set(partOf("org.springframework.X"))).get();
          }
        });

    assertThat(platform).hasValue("serving");
    assertThat(virtual).hasValue("serving");
  }

  @Test
  void givesEverythingElseToKafkaOrTheSuite() throws Exception {
    PartOfThread.during("serving", () -> {});

    assertThat(partOf("kafka.server.KafkaRaftServer")).isEqualTo("kafka");
    assertThat(partOf("org.apache.kafka.raft.KafkaRaftClient")).isEqualTo("kafka");
    assertThat(partOf("io.churnops.cli.suite.Suite")).isEqualTo("suite");
  }

  private String partOf(String logger) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName(logger);
    return discriminator.getDiscriminatingValue(event);
  }
}
