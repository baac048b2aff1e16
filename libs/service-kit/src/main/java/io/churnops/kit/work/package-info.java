/** Work that takes long, and may not be wanted to its end. */
@NullMarked
package io.churnops.kit.work;

import org.jspecify.annotations.NullMarked;
