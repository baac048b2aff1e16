/** Event types of the shop's own: registered with a JSON Schema, evolved without breaking. */
@NullMarked
package io.churnops.ingestion.types;

import org.jspecify.annotations.NullMarked;
