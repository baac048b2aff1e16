package io.churnops.training.export;

import io.churnops.training.export.Untold.Kind;
import io.churnops.training.export.Untold.OfAlias;
import io.churnops.training.export.Untold.OfModel;
import io.churnops.training.export.Untold.OfRun;
import io.churnops.training.export.Untold.OfVersion;
import io.churnops.training.lease.LeasedWorker;
import io.churnops.training.lease.SessionLease;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an MLflow server of runs that are over, and of models, versions and aliases, each at least
 * once and on a thread of its own: nothing waits for it. While the server is away it tries again
 * after pauses that grow; what the server fails at alone waits for itself alone, and what it
 * refuses for good is set aside until the next start, or until somebody asks for it.
 */
final class MlflowExporter extends LeasedWorker implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MlflowExporter.class);
  private static final int AT_ONCE = 100;

  private final MlflowExportSettings settings;
  private final MlflowServer server;
  private final MlflowExport export;
  private final FindUntold untold;
  private final ToldLedger ledger;
  private final ExportRun runs;
  private final ExportModel models;
  private final ExportMeters meters;
  private Duration pause;
  private int failedInARow;

  MlflowExporter(
      MlflowExportSettings settings,
      SessionLease lease,
      MlflowServer server,
      MlflowExport export,
      FindUntold untold,
      ToldLedger ledger,
      ExportRun runs,
      ExportModel models,
      ExportMeters meters) {
    super("mlflow-export", lease);
    this.settings = settings;
    this.server = server;
    this.export = export;
    this.untold = untold;
    this.ledger = ledger;
    this.runs = runs;
    this.models = models;
    this.meters = meters;
    this.pause = settings.lookEvery();
  }

  @Override
  protected void takeUp() {
    ledger.tryAgain();
  }

  @Override
  protected boolean work() {
    meters.stands(export.view());
    boolean more = false;
    failedInARow = 0;
    try {
      Instant since = ledger.now();
      for (Kind kind : Kind.values()) {
        for (Untold some : untold.oldest(kind, AT_ONCE)) {
          if (ledger.isStartedAnewSince(since)) {
            return true;
          }
          more |= tell(some);
        }
      }
      pause = settings.lookEvery();
      return more;
    } catch (NotNowException e) {
      if (more) {
        pause = settings.lookEvery();
      }
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

  /** Whether the server answered for good. */
  private boolean tell(Untold some) {
    try {
      ledger.begin(some);
      ledger.told(some, export(some));
      meters.taken();
    } catch (RefusedException e) {
      log.warn("{} {} is not told of: {}", some.kind(), some.subject(), e.reason());
      ledger.refused(some, e.reason());
      meters.refused();
    } catch (NotNowException e) {
      if (e.mayBeThisAlone()) {
        postpone(some, e);
      }
      failedInARow++;
      if (e.isAboutServer(failedInARow)) {
        throw e;
      }
      return false;
    }
    failedInARow = 0;
    return true;
  }

  /** Whoever looks at the log for the cause finds it once, and in the ledger at any time. */
  private void postpone(Untold some, NotNowException trouble) {
    Duration look = settings.lookEvery();
    Duration first = trouble.waitFor().compareTo(look) > 0 ? trouble.waitFor() : look;
    if (ledger.postponed(some, trouble.reason(), first, settings.retryAtMost()) == 1) {
      log.warn("{} {} is told of later: {}", some.kind(), some.subject(), trouble.reason());
    }
  }

  private String export(Untold some) {
    return switch (some) {
      case OfRun run -> runs.tell(run);
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
