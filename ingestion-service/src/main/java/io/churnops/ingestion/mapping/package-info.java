/**
 * From the rows of a CSV file to events, as a declarative mapping says. Pure: no files, no broker.
 */
@NullMarked
package io.churnops.ingestion.mapping;

import org.jspecify.annotations.NullMarked;
