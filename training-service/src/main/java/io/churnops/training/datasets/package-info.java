/** Training datasets as feature-service hands them out, verified and split into honest parts. */
@NullMarked
package io.churnops.training.datasets;

import org.jspecify.annotations.NullMarked;
