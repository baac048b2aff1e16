package io.churnops.training.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** A model: a name with versions. */
record ModelRow(String name, Instant createdAt, String description, String tags) {

  static ModelRow of(ResultSet row) throws SQLException {
    return new ModelRow(
        row.getString("name"),
        row.getTimestamp("created_at").toInstant(),
        row.getString("description"),
        row.getString("tags"));
  }
}
