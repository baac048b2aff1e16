package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.kit.Ids;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Takes an import in: the mapping checked, the file at hand, the job in Postgres, then queued. */
@Component
final class SubmitImport {

  private final ImportJobs jobs;
  private final Spool spool;
  private final MountedFolder folder;
  private final ImportWorker worker;
  private final DryRun dryRun;
  private final EventSchemas schemas;
  private final ImportProperties limits;
  private final Ids ids;
  private final InstantSource clock;

  SubmitImport(
      ImportJobs jobs,
      Spool spool,
      MountedFolder folder,
      ImportWorker worker,
      DryRun dryRun,
      EventSchemas schemas,
      ImportProperties limits,
      Ids ids,
      InstantSource clock) {
    this.jobs = jobs;
    this.spool = spool;
    this.folder = folder;
    this.worker = worker;
    this.dryRun = dryRun;
    this.schemas = schemas;
    this.limits = limits;
    this.ids = ids;
    this.clock = clock;
  }

  /** Keeps an uploaded file and queues its import. */
  ImportAccepted submit(String mapping, Spool.Content file, String principal) throws IOException {
    ImportMapping parsed = ImportMapping.parse(mapping).requireTypes(schemas::knows);
    requireRoom();
    UUID id = UUID.fromString(ids.next());
    long bytes = spool.keep(id, file);
    try {
      return queue(id, parsed, mapping, ImportJob.Source.uploaded(bytes), principal);
    } catch (RuntimeException e) {
      spool.discard(id);
      throw e;
    }
  }

  /** Queues the import of a file that lies in the mounted folder. */
  ImportAccepted submit(String mapping, String path, String principal) {
    ImportMapping parsed = ImportMapping.parse(mapping).requireTypes(schemas::knows);
    requireRoom();
    return queue(UUID.fromString(ids.next()), parsed, mapping, folder.find(path), principal);
  }

  /** Tells what the import of an uploaded file would do. */
  ImportPreview preview(String mapping, Spool.Content file) throws IOException {
    ImportMapping parsed = ImportMapping.parse(mapping).requireTypes(schemas::knows);
    UUID id = UUID.fromString(ids.next());
    return spool.lookAt(
        id, file, place -> dryRun.of(parsed, place, limits.maxInflated().toBytes()));
  }

  /** Tells what the import of a file of the mounted folder would do. */
  ImportPreview preview(String mapping, String path) throws IOException {
    ImportMapping parsed = ImportMapping.parse(mapping).requireTypes(schemas::knows);
    return dryRun.of(parsed, folder.require(folder.find(path), path), Long.MAX_VALUE);
  }

  private void requireRoom() {
    if (jobs.unfinished() >= limits.maxWaiting()) {
      throw ImportProblem.tooMany(limits.maxWaiting());
    }
  }

  private ImportAccepted queue(
      UUID id, ImportMapping parsed, String mapping, ImportJob.Source file, String principal) {
    ImportJob job =
        new ImportJob(
            id, parsed.name(), mapping, principal, clock.instant(), file, parsed.knownTime());
    jobs.queue(job);
    worker.submitted();
    return new ImportAccepted(id, ImportStatus.QUEUED);
  }
}
