/**
 * The feature values of customers, from the online state or, when that fails, from feature-service.
 */
@NullMarked
package io.churnops.serving.features;

import org.jspecify.annotations.NullMarked;
