package io.churnops.ingestion.quarantine;

import java.util.UUID;

/** An open event locked for a decision. */
record HeldEvent(UUID itemId, byte[] content) {}
