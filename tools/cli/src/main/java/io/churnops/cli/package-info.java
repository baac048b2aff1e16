/** The command line: starts, shows and stops the suite on this machine, and talks to it. */
@NullMarked
package io.churnops.cli;

import org.jspecify.annotations.NullMarked;
