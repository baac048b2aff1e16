/** Views and labels that lie in files, and the store where they are in force. */
@NullMarked
package io.churnops.cli.definitions;

import org.jspecify.annotations.NullMarked;
