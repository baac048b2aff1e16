/** Builds training sets from the log, as immutable files with a manifest. */
@NullMarked
package io.churnops.feature.datasets;

import org.jspecify.annotations.NullMarked;
