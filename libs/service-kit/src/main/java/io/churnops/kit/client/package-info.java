/** Calls from one service to another. */
@NullMarked
package io.churnops.kit.client;

import org.jspecify.annotations.NullMarked;
