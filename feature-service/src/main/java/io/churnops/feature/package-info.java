/** The feature store: event log, online state, definitions and training sets. */
@NullMarked
package io.churnops.feature;

import org.jspecify.annotations.NullMarked;
