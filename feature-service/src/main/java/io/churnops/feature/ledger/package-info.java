/** Who was erased and must not come back. */
@NullMarked
package io.churnops.feature.ledger;

import org.jspecify.annotations.NullMarked;
