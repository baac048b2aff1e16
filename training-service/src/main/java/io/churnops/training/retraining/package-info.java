/**
 * Retraining: from a dataset to a promoted version in steps that are kept, resumed and retried one
 * by one.
 */
@NullMarked
package io.churnops.training.retraining;

import org.jspecify.annotations.NullMarked;
