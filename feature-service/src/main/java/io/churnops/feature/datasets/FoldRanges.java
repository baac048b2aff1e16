package io.churnops.feature.datasets;

import io.churnops.feature.identity.Identities;
import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.CustomerVisitor;
import io.churnops.feature.log.EventChoice;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogSnapshot;
import io.churnops.feature.log.ScatteredEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Folds the customers of a log: reads the log once, laying events out by ranges of customers, then
 * folds ranges side by side and joins their rows in the order of the customers.
 *
 * @param asKnown whether whose an id is counts as it was known at each moment, or as it is now
 * @param lastChange the last change of who is one customer that counts
 * @param maturity up to when labels are given
 * @param folder where events are laid out meanwhile
 */
record FoldRanges(
    LogSnapshot log,
    Identities identities,
    List<CustomerRange> ranges,
    EventChoice choice,
    boolean asKnown,
    long lastChange,
    Instant maturity,
    Path folder) {

  /** Folds on so many threads. */
  void run(int threads, RowSource source, RowsFile rows) {
    try (ScatteredEvents events = log.scattered(ranges, choice, folder)) {
      InOrder.run(threads, events.reads(), _ -> {});
      events.finish();
      InOrder.run(
          threads,
          IntStream.range(0, ranges.size())
              .<Callable<RowsPart>>mapToObj(range -> () -> part(events, range, source, rows))
              .iterator(),
          part -> {
            rows.join(part);
            part.close();
          });
    } catch (RuntimeException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("The rows could not be made: " + e.getMessage(), e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private RowsPart part(ScatteredEvents events, int number, RowSource source, RowsFile rows)
      throws IOException {
    CustomerRange range = ranges.get(number);
    RowsPart part = rows.part(number);
    try (RowSource.Range each = source.of(range, EventTime.toMicros(maturity), part)) {
      JoinedCustomers customers =
          new JoinedCustomers(log, identities, range, choice, asKnown, lastChange, each);
      events.forEachCustomer(number, interruptible(customers));
      customers.finish();
    }
    return part.finish();
  }

  private static CustomerVisitor interruptible(CustomerVisitor visitor) {
    return (customer, events) -> {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("Interrupted while making rows");
      }
      visitor.visit(customer, events);
    };
  }
}
