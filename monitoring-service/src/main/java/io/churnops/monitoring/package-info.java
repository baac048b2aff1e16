/** Watches what serving predicts, against what the model was trained on. */
@NullMarked
package io.churnops.monitoring;

import org.jspecify.annotations.NullMarked;
