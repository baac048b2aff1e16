package io.churnops.training.reproduction;

import io.churnops.training.lease.LeasedWorker;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Makes one version again after the other, beside the runs. */
@Component
class ReproductionWorker extends LeasedWorker {

  private static final Logger log = LoggerFactory.getLogger(ReproductionWorker.class);

  private final Reproductions reproductions;
  private final ReproduceVersion reproduceVersion;
  private final ReproductionProperties properties;
  private final Patience patience;

  ReproductionWorker(
      Reproductions reproductions,
      ReproduceVersion reproduceVersion,
      ReproductionLease lease,
      ReproductionProperties properties,
      InstantSource clock) {
    super("reproduction-worker", lease);
    this.reproductions = reproductions;
    this.reproduceVersion = reproduceVersion;
    this.properties = properties;
    this.patience = new Patience(properties, clock);
  }

  @Override
  protected void takeUp() {
    patience.renew();
    reproductions.takeUp();
  }

  @Override
  protected void awaitWork() throws InterruptedException {
    reproductions.awaitArrival(properties.lookEvery().toMillis());
  }

  @Override
  protected boolean work() {
    return reproductions.next().map(this::advance).orElse(false);
  }

  /** Whether it is over, so that the next can be begun at once. */
  private boolean advance(Reproduction begun) {
    try {
      Optional<ReproduceVersion.Outcome> outcome = reproduceVersion.advance(begun);
      if (outcome.isEmpty()) {
        return patience
            .building()
            .map(code -> fail(begun, code, "Its training set is still being built."))
            .orElse(false);
      }
      patience.renew();
      finish(begun, outcome.get());
      return true;
    } catch (CancellationException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (DataAccessException | TransactionException e) {
      throw e; // Without its database nothing can be said of it; it is begun again.
    } catch (RuntimeException | OutOfMemoryError e) {
      if (Patience.isInternal(e)) {
        log.error(
            "Reproduction {} failed for a reason inside the service", begun.reproductionId(), e);
      }
      return patience.endedBy(e).map(code -> fail(begun, code, Patience.words(e))).orElse(false);
    }
  }

  private void finish(Reproduction begun, ReproduceVersion.Outcome outcome) {
    if (reproductions.finish(begun, outcome.verdict(), outcome.findings())) {
      log.info(
          "Version {} of {} made again: {}", begun.version(), begun.model(), outcome.verdict());
    }
  }

  /** A stop looks like a failure to whoever it interrupts; it is begun again then. */
  private boolean fail(Reproduction begun, String code, String detail) {
    if (isStopping()) {
      return false;
    }
    reproductions.fail(begun, code, detail);
    log.info("Reproduction {} failed: {}", begun.reproductionId(), code);
    return true;
  }
}
