package io.churnops.ingestion.sources;

import java.sql.SQLException;

/** Says what a database complains of, in words that hold no data and no secret. */
final class SqlTrouble {

  private SqlTrouble() {}

  static SourceFailedException of(SQLException failed) {
    String state = String.valueOf(failed.getSQLState());
    return new SourceFailedException(words(state, failed), failed);
  }

  private static String words(String state, SQLException failed) {
    if (state.equals("57014")) {
      return "The query took longer than its timeout allows.";
    }
    if (state.equals("25006")) {
      return "The query would change something; sources are read only.";
    }
    return switch (state.substring(0, Math.min(2, state.length()))) {
      case "08" -> "The database cannot be reached, or was lost.";
      case "28" -> "The database refuses the user or the password.";
      case "57" -> "The database is shutting down or not ready.";
      case "53" -> "The database has no connection or memory left.";
      case "42", "3D", "3F" -> "The query cannot be run: " + message(failed);
      default ->
          String.valueOf(failed.getMessage()).contains("maxResultBuffer")
              ? "The rows of one batch need more memory than there may be; make jdbc.batch smaller."
              : "The database answers with the error " + state + ".";
    };
  }

  /** Of a query that is wrong: what it names, never what is in a table. */
  private static String message(SQLException failed) {
    String first = String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    return first.replaceFirst("^[^:]{1,20}: ", "") + ".";
  }
}
