/**
 * The part of MLflow's REST API, version 2, that its clients need, over our experiments, runs and
 * registry.
 */
@NullMarked
package io.churnops.training.mlflow;

import org.jspecify.annotations.NullMarked;
