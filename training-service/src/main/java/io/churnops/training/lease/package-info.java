/** The right of one process at a time to work on something. */
@NullMarked
package io.churnops.training.lease;

import org.jspecify.annotations.NullMarked;
