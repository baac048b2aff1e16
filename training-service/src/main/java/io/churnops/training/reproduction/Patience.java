package io.churnops.training.reproduction;

import io.churnops.forest.ColumnStorage;
import io.churnops.kit.problem.ProblemException;
import io.churnops.training.boosting.NoMemoryException;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import io.churnops.training.runs.ForestTooLargeException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ends a reproduction without a verdict, by the code that it fails with. What is away is
 * waited for, and a training set that is being built, but not for ever: the next one waits too.
 * Confined to the worker's thread.
 */
final class Patience {

  private static final String INTERNAL = "internal_error";

  private final Duration away;
  private final Duration build;
  private final InstantSource clock;
  private @Nullable Instant awaySince;
  private @Nullable Instant buildingSince;

  Patience(ReproductionProperties properties, InstantSource clock) {
    this.away = properties.patience();
    this.build = properties.longestBuild();
    this.clock = clock;
  }

  /** One is over: the next begins anew. */
  void renew() {
    awaySince = null;
    buildingSince = null;
  }

  /** Its training set is still being built; the code once it was for too long. */
  Optional<String> building() {
    awaySince = null;
    if (buildingSince == null) {
      buildingSince = clock.instant();
    }
    return isOver(buildingSince, build) ? ended("dataset_timeout") : Optional.empty();
  }

  /** This came between; empty while it is worth waiting. */
  Optional<String> endedBy(Throwable trouble) {
    if (!isPassing(trouble)) {
      return ended(code(trouble));
    }
    if (awaySince == null) {
      awaySince = clock.instant();
    }
    return isOver(awaySince, away) ? ended(code(trouble)) : Optional.empty();
  }

  /** Whether the reason lies inside the service, so that it belongs in the log. */
  static boolean isInternal(Throwable trouble) {
    return code(trouble).equals(INTERNAL);
  }

  /** What it says to who asks. */
  static String words(Throwable trouble) {
    return trouble instanceof ProblemException problem
        ? String.valueOf(problem.getBody().getDetail())
        : String.valueOf(trouble.getMessage());
  }

  private static boolean isPassing(Throwable trouble) {
    return trouble instanceof FeatureServiceUnavailableException
        || (trouble instanceof ProblemException problem && problem.isPassing());
  }

  private static String code(Throwable trouble) {
    return switch (trouble) {
      case FeatureServiceUnavailableException _ -> "feature_service_unavailable";
      case ProblemException problem -> problem.code();
      case DatasetException refused -> refused.code();
      case ColumnStorage.NoRoomException _ -> "no_room_on_disk";
      case UncheckedIOException _ -> "storage_failed";
      case OutOfMemoryError _, NoMemoryException _, ForestTooLargeException _ -> "out_of_memory";
      default -> INTERNAL;
    };
  }

  private boolean isOver(Instant since, Duration patience) {
    return Duration.between(since, clock.instant()).compareTo(patience) >= 0;
  }

  private Optional<String> ended(String code) {
    renew();
    return Optional.of(code);
  }
}
