/** How good scores are: discrimination, calibration, and what a threshold makes of them. */
@NullMarked
package io.churnops.forest.evaluation;

import org.jspecify.annotations.NullMarked;
