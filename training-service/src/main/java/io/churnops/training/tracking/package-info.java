/** Experiments and what their runs told: parameters, tags, inputs, and metrics by step. */
@NullMarked
package io.churnops.training.tracking;

import org.jspecify.annotations.NullMarked;
