/** Scores customers with the champion model, and logs every prediction. */
@NullMarked
package io.churnops.serving;

import org.jspecify.annotations.NullMarked;
