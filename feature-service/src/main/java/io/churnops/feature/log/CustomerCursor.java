package io.churnops.feature.log;

import io.churnops.features.engine.CustomerEvent;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/**
 * Cuts rows sorted by (customer, time) into customers, holding one moment's events in memory: those
 * that share a time are put in the engine's order here, since the database compares text by bytes.
 */
final class CustomerCursor {

  private static final String TASK = "read the event log";
  private static final SQLExceptionTranslator TRANSLATOR = new SQLStateSQLExceptionTranslator();

  private final CopiedEvents rows;
  private @Nullable CustomerEvent next;

  CustomerCursor(CopiedEvents rows) {
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
      next = rows.next();
    } catch (SQLException e) {
      DataAccessException translated = TRANSLATOR.translate(TASK, null, e);
      throw translated == null ? new UncategorizedSQLException(TASK, null, e) : translated;
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
      if (moment.isEmpty()) {
        readMoment();
      }
      return moment.remove();
    }

    private void readMoment() {
      CustomerEvent first = next;
      if (first == null || !isMine(first)) {
        throw new NoSuchElementException();
      }
      List<CustomerEvent> together = new ArrayList<>(1);
      CustomerEvent event = first;
      while (event != null && isMine(event) && event.timeMicros() == first.timeMicros()) {
        together.add(event);
        advance();
        event = next;
      }
      together.sort(CustomerEvent.ORDER);
      moment.addAll(together);
    }

    private boolean isMine(@Nullable CustomerEvent event) {
      return event != null && event.customerId().equals(customerId);
    }
  }
}
