/** Requests that may be sent twice: the same {@code Idempotency-Key} gets the same answer. */
@NullMarked
package io.churnops.kit.idempotency;

import org.jspecify.annotations.NullMarked;
