/** Which ids are one customer, now and as it was known at a moment of the past. */
@NullMarked
package io.churnops.feature.identity;

import org.jspecify.annotations.NullMarked;
