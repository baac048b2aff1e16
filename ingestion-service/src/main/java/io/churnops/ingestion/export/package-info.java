/** Gives out what this service keeps of a customer. */
@NullMarked
package io.churnops.ingestion.export;

import org.jspecify.annotations.NullMarked;
