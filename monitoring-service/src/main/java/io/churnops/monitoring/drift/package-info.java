/** How far predictions have moved from the baseline that was frozen with their model. */
@NullMarked
package io.churnops.monitoring.drift;

import org.jspecify.annotations.NullMarked;
