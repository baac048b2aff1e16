/** What a version is held to before it becomes the champion, and the move of aliases. */
@NullMarked
package io.churnops.training.promotion;

import org.jspecify.annotations.NullMarked;
