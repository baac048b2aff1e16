/** Boosted trees: XGBoost trains them, in native code; what serves them is free of it. */
@NullMarked
package io.churnops.training.boosting;

import org.jspecify.annotations.NullMarked;
