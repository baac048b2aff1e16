package io.churnops.feature.datasets;

import io.churnops.feature.datasets.DatasetManifest.Basis;
import io.churnops.feature.datasets.DatasetManifest.HighWater;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was known when a training set was built, so that it can be built again as if nothing had
 * come to be known since.
 *
 * @param highWater how far the log had come, and up to when labels were given
 * @param identityChange the last change of who is one customer; null where nobody wrote it down, so
 *     that all changes count
 */
record Knowledge(HighWater highWater, @Nullable Long identityChange) {

  /** The last change of who is one customer that counts, where there is a last one. */
  static long lastChange(@Nullable Knowledge knowledge) {
    return Optional.ofNullable(knowledge).map(Knowledge::identityChange).orElse(Long.MAX_VALUE);
  }

  /** What rows depend on that are made with this knowledge, by the code and erasures of now. */
  Basis basis(Basis now) {
    return identityChange == null ? now : new Basis(now.code(), identityChange, now.erasures());
  }
}
