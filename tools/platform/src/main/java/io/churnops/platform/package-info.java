/**
 * Real PostgreSQL, Redis and Kafka on this machine, started from Maven artefacts: no Docker,
 * nothing preinstalled, and nothing left running when this process dies.
 */
@NullMarked
package io.churnops.platform;

import org.jspecify.annotations.NullMarked;
