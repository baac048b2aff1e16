package io.churnops.cli.suite;

import io.churnops.platform.LeashedProcess;
import io.churnops.platform.PlatformException;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the archive of classes once nothing has been asked of the machine for a while, so that
 * neither a start nor a demo pays for it.
 */
final class ArchiveMaker {

  private static final Logger log = LoggerFactory.getLogger(ArchiveMaker.class);

  static final Duration QUIET_FOR = Duration.ofSeconds(45);
  private static final double QUIET_BELOW = .25;

  private final ClassArchive archive;
  private final DoubleSupplier load;
  private final LongSupplier nanoTime;
  private boolean wanted;
  private long quietSince;
  private @Nullable LeashedProcess making;

  /**
   * @param load share of the machine's processors that is busy, 0 to 1
   */
  ArchiveMaker(ClassArchive archive, DoubleSupplier load, LongSupplier nanoTime) {
    this.archive = archive;
    this.load = load;
    this.nanoTime = nanoTime;
    this.wanted = !archive.exists();
    this.quietSince = nanoTime.getAsLong();
  }

  /** Looks whether it is time, or done; to be called every second or so. */
  synchronized void look() {
    if (!wanted) {
      return;
    }
    if (making != null) {
      finish(making);
    } else if (quietLongEnough()) {
      making = begin();
    }
  }

  synchronized void stop() {
    wanted = false;
    if (making != null) {
      making.stop();
    }
  }

  private boolean quietLongEnough() {
    long now = nanoTime.getAsLong();
    if (load.getAsDouble() > QUIET_BELOW) {
      quietSince = now;
    }
    return now - quietSince >= QUIET_FOR.toNanos();
  }

  private @Nullable LeashedProcess begin() {
    try {
      return archive.begin();
    } catch (PlatformException e) {
      log.warn("No archive of classes: {}", e.getMessage());
      wanted = false;
      return null;
    }
  }

  private void finish(LeashedProcess process) {
    if (process.isAlive()) {
      return;
    }
    wanted = false;
    if (process.exitCode() != 0) {
      log.warn("No archive of classes: {}", process.ending());
      return;
    }
    try {
      archive.finish();
      log.info("Later starts use the archive of classes {}", archive.file());
    } catch (PlatformException e) {
      log.warn("No archive of classes: {}", e.getMessage());
    }
  }
}
