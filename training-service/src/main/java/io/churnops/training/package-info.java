/** Training runs, evaluation, and the registry of what they made. */
@NullMarked
package io.churnops.training;

import org.jspecify.annotations.NullMarked;
