/** What must hold for the suite as a whole, seen from outside or read off its files and classes. */
@NullMarked
package io.churnops.acceptance;

import org.jspecify.annotations.NullMarked;
