/** {@code churnops demo}: one honest pass through the whole loop, through the public API alone. */
@NullMarked
package io.churnops.cli.demo;

import org.jspecify.annotations.NullMarked;
