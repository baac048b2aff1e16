package io.churnops.monitoring.predictions;

import io.churnops.contract.Topics;
import io.churnops.kit.erasure.KeepsCustomers;
import io.churnops.kit.erasure.Remaining;
import io.churnops.kit.erasure.TopicRetention;
import java.util.List;
import org.springframework.stereotype.Component;

/** The prediction log is serving's, which keeps nothing else of customers; here it is read. */
@Component
class PredictionTopicsKeepCustomers implements KeepsCustomers {

  private final TopicRetention retention;

  PredictionTopicsKeepCustomers(TopicRetention retention) {
    this.retention = retention;
  }

  @Override
  public List<Remaining> remaining() {
    return retention.of(List.of(Topics.PREDICTION_LOG, Topics.PREDICTION_LOG_DEAD_LETTER));
  }
}
