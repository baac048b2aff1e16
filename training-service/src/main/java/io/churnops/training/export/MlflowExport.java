package io.churnops.training.export;

import io.churnops.kit.problem.ProblemException;
import io.churnops.training.audit.AuditTrail;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * How it stands with what the MLflow server is told, and what people can do about it. What they ask
 * for is seen by the instance that tells at its next look.
 */
@Component
class MlflowExport {

  private final String server;
  private final ToldLedger ledger;
  private final FindUntold untold;
  private final AuditTrail audit;

  MlflowExport(
      MlflowExportSettings settings,
      JdbcClient jdbc,
      JsonMapper json,
      AuditTrail audit,
      InstantSource clock) {
    this.server = settings.uri();
    this.ledger = new ToldLedger(server, jdbc, clock);
    this.untold = new FindUntold(server, jdbc, json, clock);
    this.audit = audit;
  }

  /**
   * How it stands.
   *
   * @param server whom is told; empty for nobody
   * @param waiting how many runs, models, versions and aliases are still to be told
   * @param postponed how many of them the server failed at, which are tried again by themselves
   * @param refused how many are set aside
   */
  @Schema(name = "MlflowExport")
  record View(String server, long waiting, long postponed, long refused) {}

  View view() {
    return server.isEmpty()
        ? new View("", 0, 0, 0)
        : new View(server, untold.waiting(), ledger.postponed(), ledger.refused());
  }

  /** What the server did not take, from after a name on. */
  List<Untaken> untaken(String after, int limit) {
    return ledger.untaken(after, limit);
  }

  /** What was refused is tried again, and what was postponed at once. */
  @Transactional
  public View retry(String actor) {
    requireServer();
    record(actor, "mlflow-export.retried", ledger.tryAgain());
    return view();
  }

  /** Everything is told anew. */
  @Transactional
  public View restart(String actor) {
    requireServer();
    record(actor, "mlflow-export.restarted", ledger.startAnew());
    return view();
  }

  private void record(String actor, String action, int things) {
    audit.record(actor, action, server, Map.of("things", things));
  }

  private void requireServer() {
    if (server.isEmpty()) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "no-mlflow-server",
          "No MLflow server",
          "No MLflow server is told of anything. Name one in CHURNOPS_MLFLOW_EXPORT_URI.");
    }
  }
}
