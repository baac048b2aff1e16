/** How features and scores were spread when a model was trained, for monitoring to compare with. */
@NullMarked
package io.churnops.forest.baseline;

import org.jspecify.annotations.NullMarked;
