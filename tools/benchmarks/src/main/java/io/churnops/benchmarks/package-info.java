/** Load on a running suite, at a fixed arrival rate, so that a slow answer delays no request. */
@NullMarked
package io.churnops.benchmarks;

import org.jspecify.annotations.NullMarked;
