/** Answers what the features of customers are, now or at a moment of the past. */
@NullMarked
package io.churnops.feature.online;

import org.jspecify.annotations.NullMarked;
