/** Forests that were grown elsewhere: taken in, checked, and given to the runs that want them. */
@NullMarked
package io.churnops.training.forests;

import org.jspecify.annotations.NullMarked;
