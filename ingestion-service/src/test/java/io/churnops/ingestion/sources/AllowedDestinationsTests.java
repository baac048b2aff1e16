package io.churnops.ingestion.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedDestinationsTests {

  private final AllowedDestinations allowed =
      new AllowedDestinations(List.of("localhost:5432", " DB.example:443 ", "[::1]:80", ""));

  @Test
  void asksOnlyWhatIsListedToThePort() {
    assertThat(allowed.lists(new Destination("db.EXAMPLE", 443))).isTrue();
    assertThat(allowed.resolve(new Destination("localhost", 5432))).isNotEmpty();
    assertThat(allowed.resolve(new Destination("::1", 80))).hasSize(1);
    for (Destination other :
        List.of(
            new Destination("localhost", 5433),
            new Destination("127.0.0.1", 5432),
            new Destination("db.example.evil", 443))) {
      assertThatThrownBy(() -> allowed.resolve(other)).hasMessageContaining("may not be asked");
    }
    assertThat(new AllowedDestinations(List.of()).lists(new Destination("localhost", 5432)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "0.0.0.0",
        "::1",
        "fe80::1",
        "224.0.0.1",
        "::ffff:169.254.169.254",
        "fd00:ec2::254",
        "100.100.100.200"
      })
  void knowsTheAddressesThatNoNameMayLeadTo(String address) throws Exception {
    assertThat(AllowedDestinations.isWithin(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "192.168.1.1", "93.184.216.34", "2606:2800:220:1::1"})
  void letsNamesLeadToOthers(String address) throws Exception {
    assertThat(AllowedDestinations.isWithin(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:", ":80", "a:b", "http://a:80/"})
  void refusesAListThatIsNone(String entry) {
    assertThatThrownBy(() -> new AllowedDestinations(List.of(entry)))
        .hasMessageContaining("churnops.ingestion.sources.allow");
  }

  @Test
  void connectsToNoAddressThatWasNotChecked() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket free = new AllowedSockets("10.1.2.3,127.0.0.1").createSocket();
        Socket bound = new AllowedSockets("10.1.2.3").createSocket()) {
      InetSocketAddress there = new InetSocketAddress("127.0.0.1", server.getLocalPort());
      free.connect(there, 1_000);
      assertThat(free.isConnected()).isTrue();
      assertThatThrownBy(() -> bound.connect(there, 1_000)).isInstanceOf(SocketException.class);
    }
  }
}
