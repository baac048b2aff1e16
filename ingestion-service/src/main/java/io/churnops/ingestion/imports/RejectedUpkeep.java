package io.churnops.ingestion.imports;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;

/** Forgets what imports did not take once it is old, whether files are imported or not. */
final class RejectedUpkeep {

  private static final Logger log = LoggerFactory.getLogger(RejectedUpkeep.class);

  private final RejectedRows rejected;
  private final Duration keptFor;
  private final InstantSource clock;

  RejectedUpkeep(RejectedRows rejected, Duration keptFor, InstantSource clock) {
    this.rejected = rejected;
    this.keptFor = keptFor;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
  void look() {
    try {
      rejected.forgetBefore(clock.instant().minus(keptFor));
    } catch (DataAccessException away) {
      log.warn("Rejected rows not tidied: {}", away.toString());
    }
  }
}
