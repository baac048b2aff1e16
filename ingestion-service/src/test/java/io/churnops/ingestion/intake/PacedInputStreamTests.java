package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PacedInputStreamTests {

  private static final int CHUNK = 1_024;

  private Instant now = Instant.EPOCH;

  @Test
  void waitsForAnOrdinarySender() throws IOException {
    byte[] body = new byte[100 * CHUNK];
    assertThat(paced(new Slow(body, Duration.ofMillis(200))).readAllBytes()).hasSize(body.length);
  }

  @Test
  void givesALargeBodyMoreTime() throws IOException {
    // 16 ms for each 1,024 bytes is just above the pace; 80 seconds in all.
    byte[] body = new byte[5_000 * CHUNK];
    assertThat(paced(new Slow(body, Duration.ofMillis(16))).readAllBytes()).hasSize(body.length);
  }

  @Test
  void givesUpOnATrickle() {
    InputStream trickle = paced(new Slow(new byte[100 * CHUNK], Duration.ofMillis(400)));
    assertThatThrownBy(trickle::readAllBytes).isInstanceOf(BodyTooSlowException.class);
    assertThat(Duration.between(Instant.EPOCH, now)).isLessThan(Duration.ofSeconds(33));
  }

  @Test
  void countsOnlyTheWaiting() throws IOException {
    InputStream in = paced(new Slow(new byte[10], Duration.ofSeconds(1)));
    while (in.read() >= 0) {
      now = now.plus(Duration.ofHours(1));
    }
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void tellsAStalledSenderLikeASlowOne() {
    InputStream stalled =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new SocketTimeoutException();
          }
        };
    assertThatThrownBy(() -> paced(stalled).read()).isInstanceOf(BodyTooSlowException.class);
  }

  private InputStream paced(InputStream in) {
    return new PacedInputStream(in, () -> now);
  }

  /** Gives at most a chunk at a time, each after a while. */
  private final class Slow extends ByteArrayInputStream {

    private final Duration pause;

    Slow(byte[] body, Duration pause) {
      super(body);
      this.pause = pause;
    }

    @Override
    public synchronized int read(byte[] bytes, int from, int length) {
      now = now.plus(pause);
      return super.read(bytes, from, Math.min(length, CHUNK));
    }
  }
}
