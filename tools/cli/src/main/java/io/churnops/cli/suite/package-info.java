/**
 * The process behind {@code churnops up}: real servers, the five services in this JVM or in one
 * each, and a record of how each part fares.
 */
@NullMarked
package io.churnops.cli.suite;

import org.jspecify.annotations.NullMarked;
