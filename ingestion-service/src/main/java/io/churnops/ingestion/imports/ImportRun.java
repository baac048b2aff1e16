package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.MappingCounts;
import io.churnops.ingestion.mapping.MappingRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import tools.jackson.databind.json.JsonMapper;

/** One import from its file to its report. */
final class ImportRun {

  private static final Logger log = LoggerFactory.getLogger(ImportRun.class);

  /** Rows between two looks at the clock. */
  private static final int LOOK_EVERY = 5_000;

  private final ImportJobs jobs;
  private final Spool spool;
  private final ImportProperties limits;
  private final JsonMapper json;
  private final InstantSource clock;
  private final EventPublisher publisher;
  private final Patience patience;

  ImportRun(
      ImportJobs jobs,
      Spool spool,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock,
      EventPublisher publisher,
      Patience patience) {
    this.jobs = jobs;
    this.spool = spool;
    this.limits = limits;
    this.json = json;
    this.clock = clock;
    this.publisher = publisher;
    this.patience = patience;
  }

  void perform(ImportJob job) throws IOException {
    Instant begin = clock.instant();
    patience.until(() -> jobs.started(job.importId(), begin));
    if (!spool.holds(job.importId())) {
      throw new ImportFailedException(
          "The uploaded file is gone from the spool (churnops.ingestion.imports.spool); import it"
              + " again.");
    }
    ImportMapping mapping = ImportMapping.parse(job.mapping());
    CsvFile file = new CsvFile(spool.path(job.importId()), mapping, limits.maxInflated().toBytes());
    List<MappingRun> started = new ArrayList<>(1);
    file.read(header -> {
      MappingRun run =
          new MappingRun(
              mapping, header, limits.groupingMemory().toBytes(), json, publisher::publish);
      started.add(run);
      return new Watched(job, run, begin)::row;
    });
    MappingRun run = started.getFirst();
    run.finish();
    publisher.flush();
    Instant end = clock.instant();
    ImportProgress progress = progress(run, begin, end);
    patience.until(() -> jobs.completed(job.importId(), end, progress));
  }

  void fail(ImportJob job, String reason) {
    patience.until(() -> jobs.failed(job.importId(), clock.instant(), reason));
  }

  private ImportProgress progress(MappingRun run, Instant begin, Instant now) {
    MappingCounts counts = run.counts();
    double seconds = Math.max(0.001, Duration.between(begin, now).toNanos() / 1e9);
    return new ImportProgress(
        counts,
        publisher.published(),
        publisher.duplicates(),
        publisher.refused(),
        Math.round(counts.rowsRead() / seconds * 10) / 10.0);
  }

  /** Hands rows on, and tells now and then how far it has come. */
  private final class Watched {

    private final ImportJob job;
    private final MappingRun run;
    private final Instant begin;
    private Instant told;
    private int sinceLook;

    Watched(ImportJob job, MappingRun run, Instant begin) {
      this.job = job;
      this.run = run;
      this.begin = begin;
      this.told = begin;
    }

    void row(long line, List<String> fields) {
      run.row(line, fields);
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
        jobs.progressed(job.importId(), progress(run, begin, now));
      } catch (DataAccessException passing) {
        log.warn("Progress of import {} not written: {}", job.importId(), passing.toString());
      }
    }
  }
}
