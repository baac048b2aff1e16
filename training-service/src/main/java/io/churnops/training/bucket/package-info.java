/** Objects in a bucket of S3-compatible storage: each is written once, whole or not at all. */
@NullMarked
package io.churnops.training.bucket;

import org.jspecify.annotations.NullMarked;
