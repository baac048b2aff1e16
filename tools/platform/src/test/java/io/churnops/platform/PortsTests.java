package io.churnops.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTests {

  @Test
  void namesTheProcessThatHoldsATakenPort() throws IOException {
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.requireFree("Redis", holder.getLocalPort()))
          .isInstanceOf(PortTakenException.class)
          .hasMessageContainingAll(
              "Port " + holder.getLocalPort(), "Redis", "pid " + ProcessHandle.current().pid());
    }
  }

  @Test
  void seesAListenerOnAnyAddress() throws IOException {
    try (ServerSocket holder = new ServerSocket(0)) {
      assertThat(Ports.isFree(holder.getLocalPort())).isFalse();
    }
  }

  @Test
  void givesDistinctPortsThatAreFree() {
    assertThat(Ports.free(8)).doesNotHaveDuplicates().hasSize(8).allMatch(Ports::isFree);
  }

  /** A process that copied the socket of one trial would hold the port in the next. */
  @Test
  void leavesAPortFreeThatItTriesWhileProcessesStart() throws InterruptedException {
    int port = Ports.free(1).getFirst();
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch started = new CountDownLatch(8);
    Runnable starting =
        () -> {
          while (!done.get()) {
            awaitEnd("true");
            started.countDown();
          }
        };
    List<Thread> starters =
        Stream.generate(() -> Thread.ofPlatform().start(starting)).limit(4).toList();
    long refused;
    try {
      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
      refused = IntStream.range(0, 200).filter(time -> !Ports.isFree(port)).count();
    } finally {
      done.set(true);
    }
    for (Thread starter : starters) {
      starter.join();
    }
    assertThat(refused).as("of 200 trials refused").isZero();
  }

  private static void awaitEnd(String command) {
    try {
      Processes.start(new ProcessBuilder(command)).waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void knowsNoHolderOfAFreePort() {
    assertThat(PortHolder.of(Ports.free(1).getFirst())).isEmpty();
  }
}
