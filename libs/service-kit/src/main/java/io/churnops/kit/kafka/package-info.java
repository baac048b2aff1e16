/** How every service consumes: bad records leave alone, trouble is waited out. */
@NullMarked
package io.churnops.kit.kafka;

import org.jspecify.annotations.NullMarked;
