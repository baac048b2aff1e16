package io.churnops.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

  @Test
  void knowsNoHolderOfAFreePort() {
    assertThat(PortHolder.of(Ports.free(1).getFirst())).isEmpty();
  }
}
