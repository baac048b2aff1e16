package io.churnops.training.audit;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Follows the audit from its first line to its head. */
@Component
class AuditChain {

  static final String BEGINNING = "0".repeat(64);
  private static final int LINES_AT_A_TIME = 1_000;

  private final JdbcClient jdbc;
  private final JdbcTemplate lines;

  AuditChain(JdbcClient jdbc, DataSource database) {
    this.jdbc = jdbc;
    this.lines = new JdbcTemplate(database);
    this.lines.setFetchSize(LINES_AT_A_TIME);
  }

  /**
   * Looks at every line, as of one moment.
   *
   * @param known a head from before, which must be among the lines; null asks for none
   */
  @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
  public AuditVerdict verify(AuditVerdict.@Nullable Head known) {
    AuditVerdict.Head head =
        jdbc.sql("select position, hash from audit_head")
            .query(
                (row, _) -> new AuditVerdict.Head(row.getLong("position"), row.getString("hash")))
            .single();
    var walk = new Walk(known);
    lines.query(
        "select " + ChainLine.COLUMNS + " from audit order by position",
        row -> {
          walk.step(ChainLine.of(row));
        });
    return walk.end(head);
  }

  /** What is known of the chain so far. Confined to one thread. */
  private static final class Walk {

    private final AuditVerdict.@Nullable Head known;
    private long position;
    private String hash = BEGINNING;
    private AuditVerdict.@Nullable Broken broken;

    Walk(AuditVerdict.@Nullable Head known) {
      this.known = known;
    }

    void step(ChainLine line) {
      if (broken != null) {
        return;
      }
      if (line.position() != position + 1) {
        broken(position + 1, "The line is missing; line %d follows".formatted(line.position()));
      } else if (!line.hashAfter(hash).equals(line.hash())) {
        broken(line.position(), "The line is not the one that was written, or not in its place");
      } else if (known != null
          && known.position() == line.position()
          && !known.hash().equals(line.hash())) {
        broken(line.position(), "The line had another hash before: the chain was rewritten");
      } else {
        position = line.position();
        hash = line.hash();
      }
    }

    AuditVerdict end(AuditVerdict.Head head) {
      if (broken == null && position < head.position()) {
        broken(position + 1, "The lines up to %d are missing".formatted(head.position()));
      } else if (broken == null && !hash.equals(head.hash())) {
        broken(position, "The head of the chain is not that of the last line");
      } else if (broken == null && known != null && known.position() > position) {
        broken(position + 1, "The lines up to %d are missing".formatted(known.position()));
      }
      return new AuditVerdict(broken == null, position, head, broken);
    }

    private void broken(long at, String reason) {
      broken = new AuditVerdict.Broken(at, reason);
    }
  }
}
