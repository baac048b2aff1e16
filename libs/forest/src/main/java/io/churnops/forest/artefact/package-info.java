/** The model artefact: a signed folder that is verified before a byte of it is parsed. */
@NullMarked
package io.churnops.forest.artefact;

import org.jspecify.annotations.NullMarked;
