/**
 * The model card as one page of HTML that a business owner reads first and an engineer to its end.
 */
@NullMarked
package io.churnops.training.report;

import org.jspecify.annotations.NullMarked;
