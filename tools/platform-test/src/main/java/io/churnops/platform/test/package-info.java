/**
 * Real servers for Spring integration tests: containers where Docker answers, local ones elsewhere.
 */
@NullMarked
package io.churnops.platform.test;

import org.jspecify.annotations.NullMarked;
