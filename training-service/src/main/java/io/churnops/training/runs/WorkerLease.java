package io.churnops.training.runs;

import io.churnops.training.lease.SessionLease;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The right to work on runs. */
@Component
class WorkerLease extends SessionLease {

  WorkerLease(DataSource database) {
    super(database, "registry.run");
  }
}
