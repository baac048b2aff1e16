/** Who uses what: event types, features, training sets and models. */
@NullMarked
package io.churnops.feature.lineage;

import org.jspecify.annotations.NullMarked;
