/** How a service gives out everything that it keeps of a customer. */
@NullMarked
package io.churnops.kit.export;

import org.jspecify.annotations.NullMarked;
