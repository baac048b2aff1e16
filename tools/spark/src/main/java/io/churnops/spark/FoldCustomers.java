package io.churnops.spark;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CsvRow;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.features.engine.TrainingRows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** Folds sorted events, one customer after the other, by the fold that serving uses. */
record FoldCustomers(TrainingSetPlan plan)
    implements FlatMapFunction<Iterator<Tuple2<EventKey, LoggedEvent>>, RowsBlock> {

  @Override
  public Iterator<RowsBlock> call(Iterator<Tuple2<EventKey, LoggedEvent>> events) {
    return new Blocks(plan, events);
  }

  /** One block in memory, and of a customer what the engine keeps. */
  private static final class Blocks implements Iterator<RowsBlock> {

    private static final int BYTES = 1 << 16;

    private final TrainingSetPlan plan;
    private final CompiledView view;
    private final List<LabelDefinition> labels;
    private final Iterator<Tuple2<EventKey, LoggedEvent>> events;
    private final CsvRow csv = new CsvRow();
    private @Nullable CustomerEvent next;
    private int rows;

    Blocks(TrainingSetPlan plan, Iterator<Tuple2<EventKey, LoggedEvent>> events) {
      this.plan = plan;
      this.view = plan.compiledView();
      this.labels = plan.labelDefinitions();
      this.events = events;
      advance();
    }

    private void advance() {
      next = events.hasNext() ? events.next()._2().event() : null;
    }

    @Override
    public boolean hasNext() {
      while (csv.size() < BYTES && next != null) {
        fold(next.customerId());
      }
      return csv.size() > 0;
    }

    private void fold(String customer) {
      var mine = new OneCustomer(customer);
      TrainingRows.forEach(
          view,
          labels,
          customer,
          mine,
          plan.cutoffs(),
          plan.knownTime(),
          plan.maturityMicros(),
          row -> {
            csv.row(row);
            rows++;
          });
      mine.forEachRemaining(_ -> {});
    }

    @Override
    public RowsBlock next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      RowsBlock block = new RowsBlock(Arrays.copyOf(csv.bytes(), csv.size()), rows);
      csv.clear();
      rows = 0;
      return block;
    }

    private final class OneCustomer implements Iterator<CustomerEvent> {

      private final String customer;

      OneCustomer(String customer) {
        this.customer = customer;
      }

      @Override
      public boolean hasNext() {
        return next != null && next.customerId().equals(customer);
      }

      @Override
      public CustomerEvent next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        CustomerEvent event = Objects.requireNonNull(next);
        advance();
        return event;
      }
    }
  }
}
