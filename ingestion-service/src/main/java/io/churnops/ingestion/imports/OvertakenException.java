package io.churnops.ingestion.imports;

import java.util.UUID;

/** Another instance does an import, as this one was taken for gone. */
final class OvertakenException extends RuntimeException {

  OvertakenException(UUID importId) {
    super("Another instance does import " + importId, null, false, false);
  }
}
