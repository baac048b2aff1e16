package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts rows sorted by (customer, time) into customers, holding one moment's events in memory: those
 * that share a time are put in the engine's order here, since rows are compared by bytes.
 */
final class CustomerCursor {

  private final SortedRows rows;
  private final EventRow reader = new EventRow();
  private @Nullable CustomerEvent next;

  CustomerCursor(SortedRows rows) {
    this.rows = rows;
    advance();
  }

  void forEachCustomer(CustomerVisitor visitor) {
    CustomerEvent first;
    while ((first = next) != null) {
      var events = new OneCustomer(first.customerId());
      visitor.visit(first.customerId(), events);
      events.forEachRemaining(_ -> {});
    }
  }

  private void advance() {
    try {
      ByteBuffer row = rows.next();
      next = row == null ? null : reader.event(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class OneCustomer implements Iterator<CustomerEvent> {

    private final String customerId;
    private final Deque<CustomerEvent> moment = new ArrayDeque<>();

    OneCustomer(String customerId) {
      this.customerId = customerId;
    }

    @Override
    public boolean hasNext() {
      return !moment.isEmpty() || isMine(next);
    }

    @Override
    public CustomerEvent next() {
      if (!moment.isEmpty()) {
        return moment.remove();
      }
      CustomerEvent first = next;
      if (first == null || !isMine(first)) {
        throw new NoSuchElementException();
      }
      advance();
      return isTogetherWith(first) ? firstOfMoment(first) : first;
    }

    private boolean isTogetherWith(CustomerEvent first) {
      CustomerEvent event = next;
      return event != null && event.timeMicros() == first.timeMicros() && isMine(event);
    }

    private CustomerEvent firstOfMoment(CustomerEvent first) {
      List<CustomerEvent> together = new ArrayList<>(List.of(first));
      while (isTogetherWith(first)) {
        together.add(Objects.requireNonNull(next));
        advance();
      }
      together.sort(CustomerEvent.ORDER);
      moment.addAll(together);
      return moment.remove();
    }

    private boolean isMine(@Nullable CustomerEvent event) {
      return event != null && event.customerId().equals(customerId);
    }
  }
}
