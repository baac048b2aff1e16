/** How every service talks to Redis, and treats one that falls silent. */
@NullMarked
package io.churnops.kit.redis;

import org.jspecify.annotations.NullMarked;
