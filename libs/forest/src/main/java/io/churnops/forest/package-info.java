/** Random forests over feature rows: inputs, histogram training, and scoring without allocation. */
@NullMarked
package io.churnops.forest;

import org.jspecify.annotations.NullMarked;
