/** From judged events to an answer: duplicates known, the rest confirmed by Kafka, then told. */
@NullMarked
package io.churnops.ingestion.intake;

import org.jspecify.annotations.NullMarked;
