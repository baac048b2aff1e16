/** Makes versions again from the log, to see that they are what they are said to be. */
@NullMarked
package io.churnops.training.reproduction;

import org.jspecify.annotations.NullMarked;
