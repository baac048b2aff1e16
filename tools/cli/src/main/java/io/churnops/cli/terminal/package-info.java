/** What a person or a script sees of a command. */
@NullMarked
package io.churnops.cli.terminal;

import org.jspecify.annotations.NullMarked;
