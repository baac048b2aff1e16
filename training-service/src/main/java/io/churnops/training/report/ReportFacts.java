package io.churnops.training.report;

import io.churnops.training.card.ModelCard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a report tells.
 *
 * @param artefactDigest of the registered artefact
 * @param aliases that meant the version when the report was made
 * @param duration of its run
 * @param processorSeconds that its run took
 */
record ReportFacts(
    ModelCard card,
    String artefactDigest,
    List<String> aliases,
    Instant madeAt,
    @Nullable Duration duration,
    @Nullable Double processorSeconds) {

  ReportFacts {
    aliases = List.copyOf(aliases);
  }
}
