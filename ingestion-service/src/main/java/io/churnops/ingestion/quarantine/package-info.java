/** What was invalid: kept with its reason until a person fixes and replays or discards it. */
@NullMarked
package io.churnops.ingestion.quarantine;

import org.jspecify.annotations.NullMarked;
