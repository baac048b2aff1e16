package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.NamedCustomers;
import io.churnops.ingestion.imports.EventPublisher.OtherEventsException;
import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.MappingCounts;
import io.churnops.ingestion.mapping.MappingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/** Imports from their files to their reports, one after another. */
final class ImportRun {

  private static final Logger log = LoggerFactory.getLogger(ImportRun.class);

  /** Rows, or events of groups, between two looks at the clock. */
  private static final int LOOK_EVERY = 5_000;

  /** Rejected rows that are kept at once. */
  private static final int REJECTED_PIECE = 500;

  private final ImportJobs jobs;
  private final RejectedRows rejected;
  private final ImportFiles files;
  private final ImportProperties limits;
  private final JsonMapper json;
  private final InstantSource clock;
  private final Patience patience;
  private final Publishers publishers;

  /** Makes what publishes the events of one attempt. */
  @FunctionalInterface
  interface Publishers {

    EventPublisher of(Patience patience, EventPublisher.Ledger ledger, Checkpoint begin);
  }

  ImportRun(
      ImportJobs jobs,
      RejectedRows rejected,
      ImportFiles files,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock,
      Patience patience,
      Publishers publishers) {
    this.jobs = jobs;
    this.rejected = rejected;
    this.files = files;
    this.limits = limits;
    this.json = json;
    this.clock = clock;
    this.patience = patience;
    this.publishers = publishers;
  }

  void perform(ImportJob job) throws IOException {
    Instant begin = clock.instant();
    patience.until(() -> jobs.started(job.importId(), begin));
    ImportMapping mapping = ImportMapping.parse(job.mapping());
    Path path = files.require(job);
    Checkpoint checkpoint = patience.until(() -> jobs.checkpoint(job.importId()));
    ImportProgress progress;
    try {
      progress = new Attempt(job, mapping, path, begin, checkpoint).toTheEnd();
    } catch (OtherEventsException other) {
      log.warn("Import begins anew, as its events are others now: import={}", job.importId());
      progress = new Attempt(job, mapping, path, begin, Checkpoint.NONE).toTheEnd();
    }
    ImportProgress all = progress;
    patience.until(() -> jobs.completed(job.importId(), clock.instant(), all));
  }

  void fail(ImportJob job, String reason) {
    patience.until(() -> jobs.failed(job.importId(), clock.instant(), reason));
  }

  /** One reading of the file. */
  private final class Attempt implements RowFile.Rows, RowFile.RowSink {

    private final ImportJob job;
    private final ImportMapping mapping;
    private final RowFile file;
    private final Instant begin;
    private final EventPublisher publisher;
    private final List<Rejection> notKept = new ArrayList<>();
    private List<String> header = List.of();
    private @Nullable MappingRun run;
    private Instant told;
    private long rejectedRows;
    private int groups;
    private int groupsDone;
    private int sinceLook;

    Attempt(ImportJob job, ImportMapping mapping, Path path, Instant begin, Checkpoint checkpoint) {
      this.job = job;
      this.mapping = mapping;
      this.file = RowFile.of(path, mapping, files.maxInflated(job.file()));
      this.begin = begin;
      this.told = begin;
      this.publisher = publishers.of(patience, this::remember, checkpoint);
    }

    ImportProgress toTheEnd() throws IOException {
      file.read(this);
      MappingRun read = run();
      groups = read.groups();
      read.finish();
      publisher.finish();
      keepRejected();
      return progress(clock.instant(), 1);
    }

    @Override
    public RowFile.RowSink begin(List<String> names) {
      header = names;
      run = new MappingRun(mapping, names, limits.groupingMemory().toBytes(), json, this::event);
      return this;
    }

    @Override
    public void row(FileRow row) {
      Optional<String> flaw;
      if (row.flaw() == null) {
        flaw = run().row(row.line(), row.fields());
      } else {
        run().unreadable(row.line(), row.flaw());
        flaw = Optional.of(row.flaw());
      }
      flaw.ifPresent(code -> reject(code, row));
      look();
    }

    private void event(byte[] event, long line) {
      publisher.publish(event, line);
      if (groups > 0) {
        groupsDone++;
        look();
      }
    }

    private void reject(String code, FileRow row) {
      if (++rejectedRows <= limits.rejectedKept()) {
        notKept.add(
            new Rejection(
                Rejection.Kind.ROW,
                row.line(),
                row.line(),
                null,
                code,
                null,
                RowContent.of(row, header),
                customers(row)));
        if (notKept.size() == REJECTED_PIECE) {
          keepRejected();
        }
      }
    }

    private Set<String> customers(FileRow row) {
      Set<String> customers = NamedCustomers.among(run().customers(row.fields()));
      return customers.isEmpty()
          ? NamedCustomers.inAnything(RowContent.of(row, header))
          : customers;
    }

    private void keepRejected() {
      patience.until(() -> rejected.keep(job.importId(), notKept));
      notKept.clear();
    }

    private void remember(Checkpoint done, List<Rejection> events) {
      long before = done.refusedInAll() - events.size();
      long room = Math.clamp(limits.rejectedKept() - before, 0, events.size());
      jobs.checkpoint(job.importId(), done, events.subList(0, (int) room));
    }

    private void look() {
      if (++sinceLook == LOOK_EVERY) {
        sinceLook = 0;
        patience.checkStopping();
        tell(clock.instant());
      }
    }

    private void tell(Instant now) {
      if (now.isBefore(told.plus(limits.progressEvery()))) {
        return;
      }
      told = now;
      try {
        jobs.progressed(job.importId(), progress(now, done()));
      } catch (DataAccessException passing) {
        log.warn("Progress of import {} not written: {}", job.importId(), passing.toString());
      }
    }

    private double done() {
      if (groups > 0) {
        return 0.5 + 0.5 * groupsDone / groups;
      }
      return mapping.hasGroups() ? file.done() / 2 : file.done();
    }

    private ImportProgress progress(Instant now, double done) {
      MappingCounts counts = run().counts();
      double seconds = Math.max(0.001, Duration.between(begin, now).toNanos() / 1e9);
      return new ImportProgress(
          counts,
          publisher.published(),
          publisher.duplicates(),
          publisher.refused(),
          Math.round(counts.rowsRead() / seconds * 10) / 10.0,
          Math.round(done * 1e4) / 1e4,
          done > 0 ? Math.round(seconds * (1 - done) / done) : null);
    }

    private MappingRun run() {
      if (run == null) {
        throw new IllegalStateException("The file has given no header");
      }
      return run;
    }
  }
}
