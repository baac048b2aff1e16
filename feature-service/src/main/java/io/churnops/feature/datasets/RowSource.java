package io.churnops.feature.datasets;

import io.churnops.feature.log.CustomerRange;
import io.churnops.feature.log.CustomerVisitor;
import io.churnops.feature.log.EventTime;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.features.engine.Outcome;
import io.churnops.features.engine.TrainingRow;
import io.churnops.features.engine.TrainingRows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Which rows a training set has: those of labels at cutoffs, or those of a spine. */
sealed interface RowSource {

  /** Microseconds since the epoch; events from here on are of no use. */
  long before();

  /** The moments that the manifest tells. */
  List<Instant> told();

  /** Makes the rows of a range of customers. */
  Range of(CustomerRange range, long maturityMicros, RowsPart part);

  /** Is shown the customers of a range that have events, in their order, and then the end. */
  interface Range extends CustomerVisitor, AutoCloseable {

    /** The moments, in order, at which there may be a row of an id. */
    List<Long> momentsOf(String id);

    /**
     * Is shown an id that was ever joined to others, in its turn, whether or not it has events.
     *
     * @param runs of the customers it belonged to at its moments, in order
     */
    void visit(String id, List<PersonRun> runs);

    void finish();

    @Override
    default void close() throws IOException {}
  }

  /**
   * A row for each cutoff at which a label asks for the customer.
   *
   * @param reused rows that need not be folded
   */
  record AtCutoffs(
      CompiledView view,
      List<LabelDefinition> labels,
      List<Instant> cutoffs,
      KnownTimeMode knownTime,
      ReusedRows reused)
      implements RowSource {

    @Override
    public long before() {
      return EventTime.toMicros(cutoffs.getLast().plus(longestHorizon(labels)));
    }

    /** How far the labels look ahead. */
    static Duration longestHorizon(List<LabelDefinition> labels) {
      return labels.stream()
          .map(LabelDefinition::horizon)
          .max(Duration::compareTo)
          .orElse(Duration.ZERO);
    }

    @Override
    public List<Instant> told() {
      return cutoffs;
    }

    @Override
    public Range of(CustomerRange range, long maturityMicros, RowsPart part) {
      return new CutoffRange(this, reused.of(range, part), maturityMicros);
    }
  }

  /** The cutoffs of the customers of a range. */
  final class CutoffRange implements Range {

    private final AtCutoffs source;
    private final MergedRows rows;
    private final List<Long> all;
    private final List<Long> others;
    private final long maturityMicros;

    CutoffRange(AtCutoffs source, MergedRows rows, long maturityMicros) {
      this.source = source;
      this.all = source.cutoffs().stream().map(EventTime::toMicros).toList();
      this.others =
          source.cutoffs().stream()
              .filter(cutoff -> !source.reused().cutoffs().contains(cutoff))
              .map(EventTime::toMicros)
              .toList();
      this.rows = rows;
      this.maturityMicros = maturityMicros;
    }

    @Override
    public void visit(String customer, Iterator<CustomerEvent> events) {
      fold(customer, events, momentsOf(customer));
      rows.endOf(customer);
    }

    @Override
    public List<Long> momentsOf(String id) {
      return source.reused().isChanged(id) ? all : others;
    }

    /** A customer has one row at a cutoff, under the id it went by. */
    @Override
    public void visit(String id, List<PersonRun> runs) {
      for (PersonRun run : runs) {
        if (run.isOf(id)) {
          fold(id, run.events().iterator(), run.moments());
        }
      }
      rows.endOf(id);
    }

    private void fold(String customer, Iterator<CustomerEvent> events, List<Long> moments) {
      TrainingRows.forEach(
          source.view(),
          source.labels(),
          customer,
          events,
          moments,
          source.knownTime().engine(),
          maturityMicros,
          rows::add);
    }

    @Override
    public void finish() {
      rows.finish();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }

  /** A row for each line of a spine, also where the log knows nothing of the customer. */
  record OfSpine(CompiledView view, Spine spine, KnownTimeMode knownTime) implements RowSource {

    @Override
    public long before() {
      return spine.moments().getLast();
    }

    @Override
    public List<Instant> told() {
      List<Long> moments = spine.moments();
      List<Long> told =
          moments.size() <= DatasetManifest.MOST_CUTOFFS
              ? moments
              : List.of(moments.getFirst(), moments.getLast());
      return told.stream().map(EventTime::toInstant).toList();
    }

    @Override
    public Range of(CustomerRange range, long maturityMicros, RowsPart part) {
      return new SpineRange(this, spine.of(range), part);
    }
  }

  /** The lines of a spine beside the customers of the log, both in order. */
  final class SpineRange implements Range {

    private final OfSpine source;
    private final List<Spine.Line> lines;
    private final RowsPart part;
    private int next;

    SpineRange(OfSpine source, List<Spine.Line> lines, RowsPart part) {
      this.source = source;
      this.lines = lines;
      this.part = part;
    }

    @Override
    public void visit(String customer, Iterator<CustomerEvent> events) {
      addUpTo(customer);
      if (isNext(customer)) {
        addCustomer(customer, events);
      }
    }

    @Override
    public List<Long> momentsOf(String id) {
      int first =
          Collections.binarySearch(
              lines, new Spine.Line(id, Long.MIN_VALUE, Outcome.IMMATURE), Spine.ORDER);
      return momentsFrom(first < 0 ? -first - 1 : first, id);
    }

    /** A line is about whom its id belonged to at its moment. */
    @Override
    public void visit(String id, List<PersonRun> runs) {
      addUpTo(id);
      if (isNext(id)) {
        runs.forEach(run -> add(id, run.events().iterator(), run.moments()));
      }
    }

    private void addUpTo(String customer) {
      while (next < lines.size()
          && Spine.BY_BYTES.compare(lines.get(next).customer(), customer) < 0) {
        addCustomer(lines.get(next).customer(), Collections.emptyIterator());
      }
    }

    private boolean isNext(String customer) {
      return next < lines.size() && lines.get(next).customer().equals(customer);
    }

    @Override
    public void finish() {
      while (next < lines.size()) {
        addCustomer(lines.get(next).customer(), Collections.emptyIterator());
      }
    }

    private List<Long> momentsFrom(int line, String customer) {
      List<Long> moments = new ArrayList<>();
      for (int i = line; i < lines.size() && lines.get(i).customer().equals(customer); i++) {
        moments.add(lines.get(i).timeMicros());
      }
      return moments;
    }

    private void addCustomer(String customer, Iterator<CustomerEvent> events) {
      add(customer, events, momentsFrom(next, customer));
    }

    private void add(String customer, Iterator<CustomerEvent> events, List<Long> moments) {
      TrainingRows.forEach(
          source.view(),
          List.of(),
          customer,
          events,
          moments,
          source.knownTime().engine(),
          Long.MAX_VALUE,
          row ->
              part.add(
                  new TrainingRow(
                      customer,
                      row.cutoffMicros(),
                      List.of(lines.get(next++).outcome()),
                      row.vector())));
    }
  }
}
