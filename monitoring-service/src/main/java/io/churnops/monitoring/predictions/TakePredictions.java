package io.churnops.monitoring.predictions;

import io.churnops.monitoring.drift.Baseline;
import io.churnops.monitoring.drift.Baselines;
import io.churnops.monitoring.drift.Baselines.VersionId;
import io.churnops.monitoring.drift.BinCounts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Keeps predictions and counts them in their bins, in one transaction: whatever is delivered again
 * changes nothing. A prediction whose version the registry does not know yet waits, and is counted
 * when it does.
 */
@Service
class TakePredictions {

  private static final int MOST_AT_ONCE = 1000;

  private final PredictionTable predictions;
  private final Baselines baselines;
  private final BinCounts counts;
  private final InstantSource clock;

  TakePredictions(
      PredictionTable predictions, Baselines baselines, BinCounts counts, InstantSource clock) {
    this.predictions = predictions;
    this.baselines = baselines;
    this.counts = counts;
    this.clock = clock;
  }

  /** Takes a batch; answers how many were new. */
  @Transactional
  public int take(List<LoggedPrediction> batch) {
    List<LoggedPrediction> fresh = predictions.addNew(batch, clock.instant());
    Map<VersionId, Optional<Baseline>> known = new HashMap<>();
    BinCounts.Additions additions = new BinCounts.Additions();
    List<UUID> binned = new ArrayList<>();
    for (LoggedPrediction prediction : fresh) {
      VersionId id = new VersionId(prediction.modelName(), prediction.modelVersion());
      known
          .computeIfAbsent(id, baselines::of)
          .ifPresent(baseline -> {
            additions.count(
                id,
                baseline,
                prediction.evaluatedAt(),
                prediction.inputs(),
                prediction.churnProbability());
            binned.add(prediction.predictionId());
          });
    }
    counts.add(additions);
    predictions.markBinned(binned);
    return fresh.size();
  }

  /** Counts some of the predictions that waited for the baseline of a version. */
  @Transactional
  public int countWaiting(VersionId id) {
    Optional<Baseline> baseline = baselines.of(id);
    if (baseline.isEmpty()) {
      return 0;
    }
    BinCounts.Additions additions = new BinCounts.Additions();
    List<UUID> binned = new ArrayList<>();
    for (PredictionAnswer waiting : predictions.lockWaiting(id, MOST_AT_ONCE)) {
      additions.count(
          id, baseline.get(), waiting.evaluatedAt(), waiting.inputs(), waiting.churnProbability());
      binned.add(UUID.fromString(waiting.predictionId()));
    }
    counts.add(additions);
    predictions.markBinned(binned);
    return binned.size();
  }
}
