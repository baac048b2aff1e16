package io.churnops.ingestion.imports;

import java.util.Map;

/**
 * How many events of an import are done with: Kafka has confirmed them and what became of them is
 * counted. The same file gives the same events in the same order, which the digest proves.
 *
 * @param digest CRC-32C over the texts of these events
 */
record Checkpoint(
    long events,
    long digest,
    Map<String, Long> published,
    Map<String, Long> refused,
    long duplicates) {

  static final Checkpoint NONE = new Checkpoint(0, 0, Map.of(), Map.of(), 0);

  Checkpoint {
    published = Map.copyOf(published);
    refused = Map.copyOf(refused);
  }

  long refusedInAll() {
    return refused.values().stream().mapToLong(Long::longValue).sum();
  }
}
