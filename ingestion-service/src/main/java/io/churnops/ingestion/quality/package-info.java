/**
 * What a team expects of the events of a type beyond its schema, and what becomes of the others.
 */
@NullMarked
package io.churnops.ingestion.quality;

import org.jspecify.annotations.NullMarked;
