package io.churnops.ingestion.event;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** More events than one batch may have; nothing of it was taken. */
public final class BatchTooLargeException extends ProblemException {

  BatchTooLargeException() {
    super(
        HttpStatus.CONTENT_TOO_LARGE,
        "batch-too-large",
        "Batch too large",
        "A batch may have at most "
            + EventReader.MAX_BATCH
            + " events; nothing of this one was taken. Send several, or a stream"
            + " (application/x-ndjson).");
  }
}
