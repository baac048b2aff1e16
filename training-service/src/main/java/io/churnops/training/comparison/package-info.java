/** Versions against each other, on the same rows. */
@NullMarked
package io.churnops.training.comparison;

import org.jspecify.annotations.NullMarked;
