/** The way from and to Tribuo: the forest as a genuine Tribuo model, its trainer and its file. */
@NullMarked
package io.churnops.forest.tribuo;

import org.jspecify.annotations.NullMarked;
