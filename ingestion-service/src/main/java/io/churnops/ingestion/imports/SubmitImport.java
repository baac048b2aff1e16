package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.kit.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes an import in: the mapping checked, the file on disk, the job in Postgres, then queued. */
@Component
final class SubmitImport {

  private final ImportJobs jobs;
  private final Spool spool;
  private final ImportWorker worker;
  private final ImportProperties limits;
  private final Ids ids;
  private final InstantSource clock;

  SubmitImport(
      ImportJobs jobs,
      Spool spool,
      ImportWorker worker,
      ImportProperties limits,
      Ids ids,
      InstantSource clock) {
    this.jobs = jobs;
    this.spool = spool;
    this.worker = worker;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
  }

  ImportAccepted submit(String mapping, InputStream file, String principal) throws IOException {
    String name = ImportMapping.parse(mapping).name();
    if (jobs.unfinished().size() >= limits.maxWaiting()) {
      throw ImportProblem.tooMany(limits.maxWaiting());
    }
    UUID id = UUID.fromString(ids.next());
    long bytes = spool.keep(id, file);
    ImportJob job = new ImportJob(id, name, mapping, principal, clock.instant(), bytes);
    try {
      jobs.queue(job);
    } catch (RuntimeException e) {
      spool.discard(id);
      throw e;
    }
    worker.submit(job);
    return new ImportAccepted(id, ImportStatus.QUEUED);
  }
}
