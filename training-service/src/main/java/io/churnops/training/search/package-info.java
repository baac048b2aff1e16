/** The search for parameters: ranges, what to try next, and what to give up early. */
@NullMarked
package io.churnops.training.search;

import org.jspecify.annotations.NullMarked;
