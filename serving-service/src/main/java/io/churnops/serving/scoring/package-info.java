/** Predictions: from customers or given features to probability, risk band and decision. */
@NullMarked
package io.churnops.serving.scoring;

import org.jspecify.annotations.NullMarked;
