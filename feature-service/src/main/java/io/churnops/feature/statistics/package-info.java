/** Says what is in tables of features: how values are spread, and what each tells of the label. */
@NullMarked
package io.churnops.feature.statistics;

import org.jspecify.annotations.NullMarked;
