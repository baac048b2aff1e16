/** How every service treats a Redis that falls silent. */
@NullMarked
package io.churnops.kit.redis;

import org.jspecify.annotations.NullMarked;
