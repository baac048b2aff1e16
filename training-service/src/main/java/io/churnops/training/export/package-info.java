/** Tells an MLflow server of training runs, model versions and aliases. */
@NullMarked
package io.churnops.training.export;

import org.jspecify.annotations.NullMarked;
