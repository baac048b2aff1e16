/** A seeded e-commerce customer base whose churn process, and so its true churn risk, is known. */
@NullMarked
package io.churnops.simulator;

import org.jspecify.annotations.NullMarked;
