package io.churnops.ingestion.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;

class ChangeNotesTests {

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private int tries;

  @Test
  void letsChangesPassWhilePostgresIsAway() {
    ChangeNotes notes =
        new ChangeNotes("shop", new ChangeProgressStore(JdbcClient.create(new Away())), () -> now);
    for (int batch = 0; batch < 5; batch++) {
      notes.begin();
      notes.done();
    }
    assertThat(tries).as("each waits for a connection").isOne();

    now = now.plusSeconds(30);
    notes.done();
    assertThat(tries).isEqualTo(2);
  }

  private final class Away extends AbstractDataSource {

    @Override
    public Connection getConnection() throws SQLException {
      tries++;
      throw new SQLException("away", "08001");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }
}
