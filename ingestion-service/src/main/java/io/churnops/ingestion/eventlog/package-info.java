/**
 * Writing to Kafka: events as CloudEvents in binary mode, refused ones beside them, both awaited.
 */
@NullMarked
package io.churnops.ingestion.eventlog;

import org.jspecify.annotations.NullMarked;
