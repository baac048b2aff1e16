package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import java.nio.file.Path;

/**
 * Where the files of imports lie: in the spool those uploaded, the others in the mounted folder.
 */
final class ImportFiles {

  private final Spool spool;
  private final MountedFolder folder;
  private final long maxInflated;

  /** With the bytes that an uploaded file may unpack to. */
  ImportFiles(Spool spool, MountedFolder folder, long maxInflated) {
    this.spool = spool;
    this.folder = folder;
    this.maxInflated = maxInflated;
  }

  /**
   * The file of an import.
   *
   * @throws ImportFailedException if it is not there any more as it was submitted
   */
  Path require(ImportJob job) {
    String path = job.file().path();
    if (path != null) {
      return folder.require(job.file(), path);
    }
    if (!spool.holds(job.importId())) {
      throw new ImportFailedException(
          "The uploaded file is gone from the spool (churnops.ingestion.imports.spool); import it"
              + " again.");
    }
    return spool.path(job.importId());
  }

  /** Bytes a file may unpack to; who may fill the mounted folder may fill it as he likes. */
  long maxInflated(ImportJob.Source file) {
    return file.path() == null ? maxInflated : Long.MAX_VALUE;
  }

  /** Lets go of the copy of an import that is done with. */
  void discard(ImportJob job) {
    spool.discard(job.importId());
  }
}
