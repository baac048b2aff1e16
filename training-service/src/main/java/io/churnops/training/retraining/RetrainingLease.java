package io.churnops.training.retraining;

import io.churnops.training.lease.SessionLease;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The right to work on retrainings. */
@Component
class RetrainingLease extends SessionLease {

  RetrainingLease(DataSource database) {
    super(database, "registry.retraining");
  }
}
