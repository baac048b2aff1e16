/**
 * Turns a feature view's definition and a customer's events into the customer's feature vector at
 * any moment, the same for serving and for training.
 */
@NullMarked
package io.churnops.features.engine;

import org.jspecify.annotations.NullMarked;
