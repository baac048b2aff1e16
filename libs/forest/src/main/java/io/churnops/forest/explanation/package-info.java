/** Why a model scores a row as it does: what each input adds to the score. */
@NullMarked
package io.churnops.forest.explanation;

import org.jspecify.annotations.NullMarked;
