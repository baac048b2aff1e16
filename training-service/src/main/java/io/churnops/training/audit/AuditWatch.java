package io.churnops.training.audit;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Follows the audit's chain every hour, and shows whether it breaks, or is another than it was when
 * this process last found it intact.
 */
@Component
class AuditWatch {

  private static final Logger log = LoggerFactory.getLogger(AuditWatch.class);
  private static final long FIRST_MILLISECONDS = 60_000;
  private static final long EVERY_MILLISECONDS = 3_600_000;

  private final AuditChain chain;
  private final AtomicInteger broken = new AtomicInteger();
  private AuditVerdict.@Nullable Head known;

  AuditWatch(AuditChain chain, MeterRegistry meters) {
    this.chain = chain;
    Gauge.builder("churnops.registry.audit.broken", broken, AtomicInteger::get)
        .description("1 where the audit is not as it was written")
        .register(meters);
  }

  @Scheduled(initialDelay = FIRST_MILLISECONDS, fixedDelay = EVERY_MILLISECONDS)
  void look() {
    try {
      AuditVerdict verdict = chain.verify(known);
      if (verdict.intact()) {
        known = verdict.head();
      }
      broken.set(verdict.intact() ? 0 : 1);
      if (verdict.broken() != null) {
        log.error("The audit is not as it was written: {}", verdict.broken());
      }
    } catch (DataAccessException | TransactionException e) {
      log.debug("The audit is out of reach; the gauge keeps what it had", e);
    }
  }
}
