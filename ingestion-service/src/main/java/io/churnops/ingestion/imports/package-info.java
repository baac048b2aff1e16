/** CSV files in: kept on disk until done, mapped, published like any other event, and reported. */
@NullMarked
package io.churnops.ingestion.imports;

import org.jspecify.annotations.NullMarked;
