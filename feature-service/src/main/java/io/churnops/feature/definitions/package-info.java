/** Feature views and labels: what teams have declared, by name and by fingerprint. */
@NullMarked
package io.churnops.feature.definitions;

import org.jspecify.annotations.NullMarked;
