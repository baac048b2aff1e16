/** Which model is served, how it is verified, and how it is replaced while requests go on. */
@NullMarked
package io.churnops.serving.model;

import org.jspecify.annotations.NullMarked;
