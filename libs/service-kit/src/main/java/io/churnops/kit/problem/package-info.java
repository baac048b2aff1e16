/** Errors as RFC 9457 problems. */
@NullMarked
package io.churnops.kit.problem;

import org.jspecify.annotations.NullMarked;
