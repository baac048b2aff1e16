/** Events in: over REST one by one, in batches or as a stream, and from CSV files. */
@NullMarked
package io.churnops.ingestion;

import org.jspecify.annotations.NullMarked;
