package io.churnops.training.reproduction;

import io.churnops.training.lease.SessionLease;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** The right to make versions again: one at a time, beside the runs. */
@Component
class ReproductionLease extends SessionLease {

  ReproductionLease(DataSource database) {
    super(database, "registry.reproduction");
  }
}
