/** Definitions and declarations that lie in files, and the services where they are in force. */
@NullMarked
package io.churnops.cli.definitions;

import org.jspecify.annotations.NullMarked;
