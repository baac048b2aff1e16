package io.churnops.training.registry;

import io.churnops.kit.Ids;
import io.churnops.training.audit.AuditTrail;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What was said of versions. Rows are added, never changed; the latest word counts. */
@Component
public class Approvals {

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final Ids ids;
  private final InstantSource clock;

  Approvals(JdbcClient jdbc, AuditTrail audit, Ids ids, InstantSource clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.ids = ids;
    this.clock = clock;
  }

  /** Adds a word on a registered version. */
  @Transactional
  public Approval decide(
      String model, int version, Approval.Verdict verdict, String actor, String reason) {
    var approval =
        new Approval(verdict, clock.instant().truncatedTo(ChronoUnit.MICROS), actor, reason);
    jdbc.sql(
            """
            insert into model_approval
              (approval_id, model_name, version, verdict, decided_at, decided_by, reason)
            values (?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            ids.next(),
            model,
            version,
            verdict.name(),
            Timestamp.from(approval.decidedAt()),
            actor,
            reason)
        .update();
    audit.record(
        actor,
        "version." + verdict.name().toLowerCase(Locale.ROOT),
        model + "/" + version,
        Map.of("reason", reason));
    return approval;
  }

  /** The latest word on a version, if there was any. */
  public Optional<Approval> latest(String model, int version) {
    return jdbc.sql(
            """
            select verdict, decided_at, decided_by, reason from model_approval
            where model_name = ? and version = ? order by approval_id desc limit 1
            """)
        .params(model, version)
        .query((row, _) ->
            new Approval(
                Approval.Verdict.valueOf(row.getString("verdict")),
                row.getTimestamp("decided_at").toInstant(),
                row.getString("decided_by"),
                row.getString("reason")))
        .optional();
  }
}
