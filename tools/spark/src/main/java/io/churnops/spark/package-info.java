/** Training sets and forests that are too much for one machine, made by an Apache Spark cluster. */
@NullMarked
package io.churnops.spark;

import org.jspecify.annotations.NullMarked;
