/** Change data capture: Debezium's records of tables' changes, mapped to events. */
@NullMarked
package io.churnops.ingestion.changes;

import org.jspecify.annotations.NullMarked;
