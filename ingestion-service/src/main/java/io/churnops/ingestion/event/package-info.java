/** What a customer event is: reading it strictly and judging it, without a broker in sight. */
@NullMarked
package io.churnops.ingestion.event;

import org.jspecify.annotations.NullMarked;
