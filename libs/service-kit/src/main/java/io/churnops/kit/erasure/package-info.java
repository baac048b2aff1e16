/** What a service does when customers are erased: removes its own of them, once and for all. */
@NullMarked
package io.churnops.kit.erasure;

import org.jspecify.annotations.NullMarked;
