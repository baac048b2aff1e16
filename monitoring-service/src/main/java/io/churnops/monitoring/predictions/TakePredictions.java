package io.churnops.monitoring.predictions;

import io.churnops.kit.erasure.ErasedCustomers;
import io.churnops.kit.erasure.ErasesCustomers;
import io.churnops.kit.export.ExportsCustomers;
import io.churnops.monitoring.drift.Baseline;
import io.churnops.monitoring.drift.Baselines;
import io.churnops.monitoring.drift.Baselines.VersionId;
import io.churnops.monitoring.drift.BinCounts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JsonGenerator;

/**
 * Keeps predictions and counts them in their bins, in one transaction: whatever is delivered again
 * changes nothing. A prediction whose version the registry does not know yet waits, and is counted
 * when it does. One from before the retention is left out: whether it was counted once, and deleted
 * since, nobody knows any more. So is one about a customer who was erased.
 */
@Service
class TakePredictions implements ErasesCustomers, ExportsCustomers {

  private static final int MOST_AT_ONCE = 1000;

  private final PredictionTable predictions;
  private final Baselines baselines;
  private final BinCounts counts;
  private final Retention retention;
  private final ErasedCustomers erased;
  private final InstantSource clock;

  TakePredictions(
      PredictionTable predictions,
      Baselines baselines,
      BinCounts counts,
      Retention retention,
      ErasedCustomers erased,
      InstantSource clock) {
    this.predictions = predictions;
    this.baselines = baselines;
    this.counts = counts;
    this.retention = retention;
    this.erased = erased;
    this.clock = clock;
  }

  /** Takes a batch; answers how many were new. */
  @Transactional
  public int take(List<LoggedPrediction> delivered) {
    Instant start = retention.start();
    Set<String> gone =
        erased.among(delivered.stream().map(LoggedPrediction::customerId).distinct().toList());
    List<LoggedPrediction> batch =
        delivered.stream()
            .filter(prediction -> !prediction.evaluatedAt().isBefore(start))
            .filter(prediction -> !gone.contains(prediction.customerId()))
            .toList();
    Map<VersionId, Baseline> known = baselinesOf(batch);
    List<LoggedPrediction> fresh = predictions.addNew(batch, known.keySet(), clock.instant());
    BinCounts.Additions additions = new BinCounts.Additions();
    for (LoggedPrediction prediction : fresh) {
      Baseline baseline = known.get(prediction.version());
      if (baseline != null) {
        additions.count(
            prediction.version(),
            baseline,
            prediction.evaluatedAt(),
            prediction.inputs(),
            prediction.churnProbability());
      }
    }
    counts.add(additions);
    return fresh.size();
  }

  /** Counts in bins name nobody and stay. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public Map<String, Long> erase(Collection<String> customers) {
    return Map.of("predictions", (long) predictions.deleteOf(customers));
  }

  @Override
  public void export(Set<String> ids, JsonGenerator to) {
    to.writeArrayPropertyStart("predictions");
    predictions.forEachOf(ids, to::writePOJO);
    to.writeEndArray();
  }

  private Map<VersionId, Baseline> baselinesOf(List<LoggedPrediction> batch) {
    Map<VersionId, Baseline> known = new HashMap<>();
    batch.stream()
        .map(LoggedPrediction::version)
        .distinct()
        .forEach(id -> baselines.of(id).ifPresent(baseline -> known.put(id, baseline)));
    return known;
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
