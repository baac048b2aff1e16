package io.churnops.training.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** What an alias means now. */
record AliasRow(AliasId id, int version, Instant movedAt, String movedBy, String reason) {

  static AliasRow of(ResultSet row) throws SQLException {
    return new AliasRow(
        new AliasId(row.getString("model_name"), row.getString("alias")),
        row.getInt("version"),
        row.getTimestamp("moved_at").toInstant(),
        row.getString("moved_by"),
        row.getString("reason"));
  }

  Alias toAlias() {
    return new Alias(id.modelName(), id.alias(), version, movedAt, movedBy, reason);
  }
}
