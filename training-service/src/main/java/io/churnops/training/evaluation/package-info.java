/** What beside a model's own figures says how good it is: other rankings of the same rows. */
@NullMarked
package io.churnops.training.evaluation;

import org.jspecify.annotations.NullMarked;
