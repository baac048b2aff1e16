/** Bearer keys: who may call what. */
@NullMarked
package io.churnops.kit.security;

import org.jspecify.annotations.NullMarked;
