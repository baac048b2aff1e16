/** The model card: everything a person should know before trusting a version. */
@NullMarked
package io.churnops.training.card;

import org.jspecify.annotations.NullMarked;
