/** The log of predictions: taken once, and counted once in the bins of its model's baseline. */
@NullMarked
package io.churnops.monitoring.predictions;

import org.jspecify.annotations.NullMarked;
