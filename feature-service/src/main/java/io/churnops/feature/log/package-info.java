/** The event log in Postgres: the truth, append-only, each event once. */
@NullMarked
package io.churnops.feature.log;

import org.jspecify.annotations.NullMarked;
