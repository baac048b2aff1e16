package io.churnops.cli.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class SuitePortsTests {

  @Test
  void areTheUsualOnes() {
    SuitePorts ports = new SuitePorts(0);

    assertThat(ports.of(SuiteService.INGESTION)).isEqualTo(8081);
    assertThat(ports.of(SuiteService.MONITORING)).isEqualTo(8085);
    assertThat(ports.servers().postgres()).isEqualTo(25432);
    assertThat(ports.servers().redis()).isEqualTo(25379);
    assertThat(ports.servers().kafka()).isEqualTo(25092);
  }

  @Test
  void moveAllByTheOffset() {
    SuitePorts ports = new SuitePorts(100);

    assertThat(ports.of(SuiteService.FEATURE)).isEqualTo(8182);
    assertThat(ports.servers().kafka()).isEqualTo(25192);
  }

  @Test
  void refuseAnOffsetThatLeadsOutOfRange() {
    assertThatThrownBy(() -> new SuitePorts(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new SuitePorts(40_104)).hasMessageContaining("40103");
  }

  @Test
  void tellWhichPartMeetsWhomOnATakenPort() throws IOException {
    SuitePorts ports = new SuitePorts(5577);
    try (ServerSocket holder = new ServerSocket()) {
      holder.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.of(SuiteService.TRAINING)));

      assertThat(ports.taken())
          .singleElement()
          .asString()
          .contains("training-service", "13660", "pid " + ProcessHandle.current().pid());
    }
  }
}
