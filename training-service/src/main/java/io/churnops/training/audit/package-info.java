/** Who did what to the registry, in a chain that shows whether it was tampered with. */
@NullMarked
package io.churnops.training.audit;

import org.jspecify.annotations.NullMarked;
