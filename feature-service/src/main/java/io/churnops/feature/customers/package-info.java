/** What may be asked of one customer: under which ids it is known, and to part them. */
@NullMarked
package io.churnops.feature.customers;

import org.jspecify.annotations.NullMarked;
