/** Where tasks run that come again and again, so that none keeps another waiting. */
@NullMarked
package io.churnops.kit.scheduling;

import org.jspecify.annotations.NullMarked;
