/** Models, their versions, and the aliases that say which version counts. */
@NullMarked
package io.churnops.training.registry;

import org.jspecify.annotations.NullMarked;
