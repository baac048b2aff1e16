/** Tells the other services that an alias moved: once decided, never lost, in order. */
@NullMarked
package io.churnops.training.lifecycle;

import org.jspecify.annotations.NullMarked;
