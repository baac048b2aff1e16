/**
 * Erases customers from every store and keeps the proof; gives out everything that is known of one.
 */
@NullMarked
package io.churnops.feature.erasure;

import org.jspecify.annotations.NullMarked;
