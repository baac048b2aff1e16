/** Whether what was served is what the log says: bit for bit, every day. */
@NullMarked
package io.churnops.feature.consistency;

import org.jspecify.annotations.NullMarked;
