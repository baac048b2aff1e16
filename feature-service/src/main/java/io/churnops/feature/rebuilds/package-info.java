/**
 * Folds, or removes, the states of every customer: backfills of views, and stores that were lost.
 */
@NullMarked
package io.churnops.feature.rebuilds;

import org.jspecify.annotations.NullMarked;
