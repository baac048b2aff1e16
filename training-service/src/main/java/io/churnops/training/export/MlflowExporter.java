package io.churnops.training.export;

import io.churnops.training.export.Untold.Kind;
import io.churnops.training.export.Untold.OfAlias;
import io.churnops.training.export.Untold.OfModel;
import io.churnops.training.export.Untold.OfRun;
import io.churnops.training.export.Untold.OfVersion;
import io.churnops.training.lease.LeasedWorker;
import io.churnops.training.lease.SessionLease;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an MLflow server of runs that are over, and of models, versions and aliases, each at least
 * once and on a thread of its own: nothing waits for it. While the server is away it tries again
 * after pauses that grow; what the server refuses for good is noted and passed over until the next
 * start.
 */
final class MlflowExporter extends LeasedWorker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MlflowExporter.class);
  private static final int AT_ONCE = 100;

  private final MlflowExportSettings settings;
  private final MlflowServer server;
  private final ToldLedger ledger;
  private final ExportRun runs;
  private final ExportModel models;
  private final ExportMeters meters;
  private Duration pause;
  private boolean failedBefore;

  MlflowExporter(
      MlflowExportSettings settings,
      SessionLease lease,
      MlflowServer server,
      ToldLedger ledger,
      ExportRun runs,
      ExportModel models,
      ExportMeters meters) {
    super("mlflow-export", lease);
    this.settings = settings;
    this.server = server;
    this.ledger = ledger;
    this.runs = runs;
    this.models = models;
    this.meters = meters;
    this.pause = settings.lookEvery();
  }

  @Override
  protected void takeUp() {
    ledger.forgetRefusals();
  }

  @Override
  protected boolean work() {
    try {
      meters.waiting(ledger.waiting(), ledger.refused());
      boolean more = false;
      failedBefore = false;
      for (Kind kind : Kind.values()) {
        for (Untold untold : ledger.oldest(kind, AT_ONCE)) {
          more |= tell(untold);
        }
      }
      pause = failedBefore ? longer(Duration.ZERO) : settings.lookEvery();
      return more && !failedBefore;
    } catch (NotNowException e) {
      pause = longer(e.waitFor());
      if (!isStopping()) {
        log.warn(
            "What there is to tell the MLflow server waits, for {} at first: {}",
            pause,
            e.reason());
      }
      return false;
    }
  }

  /** Whether the server was told; two that it fails at one after the other mean that it is away. */
  private boolean tell(Untold untold) {
    try {
      ledger.told(untold, export(untold));
      meters.taken();
      failedBefore = false;
      return true;
    } catch (RefusedException e) {
      log.warn("{} {} is not told of: {}", untold.kind(), untold.subject(), e.reason());
      ledger.refused(untold, e.reason());
      meters.refused();
      return true;
    } catch (NotNowException e) {
      if (failedBefore || !e.mayBeThisAlone()) {
        throw e;
      }
      failedBefore = true;
      log.warn("{} {} is told of later: {}", untold.kind(), untold.subject(), e.reason());
      return false;
    }
  }

  private String export(Untold untold) {
    return switch (untold) {
      case OfRun run -> {
        ledger.begin(run);
        yield runs.tell(run);
      }
      case OfModel model -> models.tell(model);
      case OfVersion version -> models.tell(version);
      case OfAlias alias -> models.tell(alias);
    };
  }

  private Duration longer(Duration asked) {
    Duration twice = pause.multipliedBy(2);
    Duration wanted = twice.compareTo(asked) > 0 ? twice : asked;
    return wanted.compareTo(settings.retryAtMost()) < 0 ? wanted : settings.retryAtMost();
  }

  @Override
  protected void awaitWork() throws InterruptedException {
    Thread.sleep(pause);
  }

  @Override
  public void close() {
    stop();
    server.close();
  }
}
