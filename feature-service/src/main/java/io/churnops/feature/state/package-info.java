/** Keeps the online state in Redis equal to a fold of the log. */
@NullMarked
package io.churnops.feature.state;

import org.jspecify.annotations.NullMarked;
