package io.churnops.platform.test;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.platform.PlatformSettings.PlatformPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@WithServers
class WithServersIT {

  @Value("${CHURNOPS_POSTGRES_URL}")
  String postgresUrl;

  @Value("${CHURNOPS_POSTGRES_PASSWORD}")
  String postgresPassword;

  @Value("${CHURNOPS_KAFKA_BOOTSTRAP}")
  String kafka;

  @Value("${CHURNOPS_API_KEYS_FILE}")
  Path apiKeys;

  @Value("${CHURNOPS_DATA_DIR}")
  Path data;

  @Test
  void givesTheContextADatabaseWithEveryServicesRole() throws SQLException {
    for (String role :
        new String[] {"ingestion", "features", "registry", "serving", "monitoring"}) {
      try (Connection connection =
          DriverManager.getConnection(postgresUrl, role, postgresPassword)) {
        assertThat(connection.getMetaData().getSchemas(null, role).next()).isTrue();
      }
    }
  }

  @Test
  void givesTheContextABroker() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
      assertThat(admin.describeCluster().nodes().get(60, SECONDS)).hasSize(1);
    }
  }

  @Test
  void startsOnOtherPortsWhenOneIsTakenMeanwhile(@TempDir Path folder) throws IOException {
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var free = PlatformPorts.free();
      var taken = new PlatformPorts(free.postgres(), free.redis(), stranger.getLocalPort());
      Iterator<PlatformPorts> ports = List.of(taken, PlatformPorts.free()).iterator();

      try (LocalServers servers = LocalServers.start(folder, ports::next)) {
        assertThat(ports.hasNext()).isFalse();
        assertThat(servers.kafkaBootstrap()).doesNotContain(":" + stranger.getLocalPort());
      }
    }
  }

  @Test
  void givesTheContextKeysAndAFolder() {
    assertThat(apiKeys).content().contains("only-features-read").doesNotContain("chk_");
    assertThat(TestServers.adminKey()).startsWith("chk_");
    assertThat(TestServers.keyFor("features:read")).isNotEqualTo(TestServers.adminKey());
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void makesNewDatabases() throws SQLException {
    String first = TestServers.shared().newDatabase();
    String second = TestServers.shared().newDatabase();

    assertThat(first).isNotEqualTo(second).isNotEqualTo(postgresUrl);
    try (Connection connection = DriverManager.getConnection(second, "serving", postgresPassword)) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @SpringBootConfiguration
  static class NoService {}
}
