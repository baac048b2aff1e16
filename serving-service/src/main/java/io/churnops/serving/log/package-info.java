/** The prediction log: every prediction to Kafka, without ever making a prediction wait. */
@NullMarked
package io.churnops.serving.log;

import org.jspecify.annotations.NullMarked;
