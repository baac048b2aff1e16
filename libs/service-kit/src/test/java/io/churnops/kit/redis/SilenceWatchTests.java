package io.churnops.kit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SilenceWatchTests {

  private final EmbeddedChannel connection =
      new EmbeddedChannel(new SilenceWatch(Duration.ofMillis(100)));

  @BeforeEach
  void stopTheClock() {
    connection.freezeTime();
  }

  @Test
  void endsAConnectionThatDoesNotAnswer() {
    connection.writeOutbound("question");
    pass(99);
    assertThat(connection.isOpen()).isTrue();
    pass(1);

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void waitsFromTheFirstQuestionHoweverManyFollow() {
    connection.writeOutbound("question");
    pass(60);
    connection.writeOutbound("another");
    pass(40);

    assertThat(connection.isOpen()).isFalse();
  }

  @Test
  void keepsAConnectionThatAnswers() {
    for (int i = 0; i < 10; i++) {
      connection.writeOutbound("question");
      pass(90);
      connection.writeInbound("answer");
    }

    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void keepsAConnectionThatIsAskedNothing() {
    connection.writeOutbound("question");
    connection.writeInbound("answer");
    pass(10_000);

    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void endsAConnectionThatFallsSilentLater() {
    connection.writeOutbound("question");
    connection.writeInbound("answer");
    connection.writeOutbound("question");
    pass(100);

    assertThat(connection.isOpen()).isFalse();
  }

  private void pass(long millis) {
    connection.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }
}
