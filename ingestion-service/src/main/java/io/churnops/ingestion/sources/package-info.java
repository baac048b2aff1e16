/** Pull sources: databases and JSON APIs that are asked on a schedule for rows that changed. */
@NullMarked
package io.churnops.ingestion.sources;

import org.jspecify.annotations.NullMarked;
