package io.churnops.ingestion.sources;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query in a PostgreSQL database.
 *
 * @param parameters of the driver, none of which names a class or a file
 * @param password the name of the secret, if there is one
 * @param query with {@code :cursor} where the cursor belongs
 * @param batch rows that are confirmed together
 * @param timeout that one statement may take
 */
record JdbcOrigin(
    Destination destination,
    String database,
    Map<String, String> parameters,
    String user,
    @Nullable String password,
    String query,
    int batch,
    Duration timeout)
    implements PullSource.Origin {

  JdbcOrigin {
    parameters = Map.copyOf(parameters);
  }

  @Override
  public String kind() {
    return "jdbc";
  }
}
