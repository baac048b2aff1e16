package io.churnops.serving.features;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.churnops.serving.features.OnlineStates.UnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A Redis that takes connections and never says a word. */
class OnlineStatesTests {

  private static final Duration TIMEOUT = Duration.ofMillis(200);
  private static final List<String> CUSTOMERS = List.of("C-1", "C-2");

  private ServerSocket silence;
  private LettuceConnectionFactory redis;
  private Instant now = Instant.parse("2026-11-21T00:00:00Z");

  @BeforeEach
  void listen() throws IOException {
    silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    redis =
        new LettuceConnectionFactory(
            new RedisStandaloneConfiguration("localhost", silence.getLocalPort()),
            LettuceClientConfiguration.builder()
                .commandTimeout(TIMEOUT)
                .clientOptions(
                    ClientOptions.builder()
                        .socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
                        .build())
                .build());
    redis.start();
  }

  @AfterEach
  void close() throws IOException {
    redis.destroy();
    silence.close();
  }

  @Test
  void costsOneRequestItsTimeoutAndSparesTheNextOnes() {
    var states = new OnlineStates(redis, TIMEOUT, () -> now);
    assertThatThrownBy(() -> states.read("v", CUSTOMERS))
        .isInstanceOf(UnavailableException.class)
        .hasMessage("Redis cannot be reached");
    assertThatThrownBy(() -> states.read("v", CUSTOMERS))
        .hasMessage("Redis could not be reached a moment ago");
    now = now.plusSeconds(1);
    assertThatThrownBy(() -> states.read("v", CUSTOMERS)).hasMessage("Redis cannot be reached");
  }
}
