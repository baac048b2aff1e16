/** What services tell of themselves in figures. */
@NullMarked
package io.churnops.kit.metrics;

import org.jspecify.annotations.NullMarked;
