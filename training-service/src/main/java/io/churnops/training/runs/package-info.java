/** Training runs: the queue, the worker, and the way from a dataset to a registered version. */
@NullMarked
package io.churnops.training.runs;

import org.jspecify.annotations.NullMarked;
