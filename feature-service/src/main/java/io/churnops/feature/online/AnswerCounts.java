package io.churnops.feature.online;

import io.churnops.feature.online.FeaturesAnswer.Customer;
import io.churnops.feature.online.FeaturesAnswer.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts what customers were answered, so that a share of stale or missing answers is seen. */
final class AnswerCounts {

  private final Map<Status, Counter> counters = new EnumMap<>(Status.class);

  AnswerCounts(MeterRegistry meters) {
    for (Status status : Status.values()) {
      counters.put(
          status,
          Counter.builder("churnops.features.answers")
              .description("Customers by the status of what was answered of them")
              .tag("status", status.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  void count(List<Customer> customers) {
    customers.forEach(
        customer -> Objects.requireNonNull(counters.get(customer.status())).increment());
  }
}
