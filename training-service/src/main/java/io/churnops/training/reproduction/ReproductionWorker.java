package io.churnops.training.reproduction;

import io.churnops.forest.ColumnStorage;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import io.churnops.training.lease.LeasedWorker;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
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
  private final InstantSource clock;
  private @Nullable Instant silentSince;

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
    this.clock = clock;
  }

  @Override
  protected void takeUp() {
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
      silentSince = null;
      outcome.ifPresent(found -> finish(begun, found));
      return outcome.isPresent();
    } catch (CancellationException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (FeatureServiceUnavailableException e) {
      return isTooLong() && fail(begun, "feature_service_unavailable", e);
    } catch (DataAccessException | TransactionException e) {
      throw e; // Without its database nothing can be said of it; it is begun again.
    } catch (ColumnStorage.NoRoomException e) {
      return fail(begun, "no_room_on_disk", e);
    } catch (UncheckedIOException e) {
      return fail(begun, "storage_failed", e);
    } catch (OutOfMemoryError e) {
      return fail(begun, "out_of_memory", e);
    } catch (RuntimeException e) {
      log.error(
          "Reproduction {} failed for a reason inside the service", begun.reproductionId(), e);
      return fail(begun, "internal_error", e);
    }
  }

  private void finish(Reproduction begun, ReproduceVersion.Outcome outcome) {
    if (reproductions.finish(begun, outcome.verdict(), outcome.findings())) {
      log.info(
          "Version {} of {} made again: {}", begun.version(), begun.model(), outcome.verdict());
    }
  }

  /** A stop looks like a failure to whoever it interrupts; it is begun again then. */
  private boolean fail(Reproduction begun, String code, Throwable cause) {
    silentSince = null;
    if (isStopping()) {
      return false;
    }
    reproductions.fail(begun, code, String.valueOf(cause.getMessage()));
    log.info("Reproduction {} failed: {}", begun.reproductionId(), code);
    return true;
  }

  private boolean isTooLong() {
    Instant now = clock.instant();
    if (silentSince == null) {
      silentSince = now;
    }
    return Duration.between(silentSince, now).compareTo(properties.patience()) >= 0;
  }
}
