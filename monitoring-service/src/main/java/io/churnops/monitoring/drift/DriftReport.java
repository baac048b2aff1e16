package io.churnops.monitoring.drift;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far the predictions of a version have moved, over a period.
 *
 * @param from inclusive, rounded down to the hour
 * @param to exclusive, rounded up to the hour
 * @param features the furthest first
 */
public record DriftReport(
    String model,
    int version,
    Instant from,
    Instant to,
    FeatureDrift score,
    List<FeatureDrift> features) {

  public DriftReport {
    features = List.copyOf(features);
  }

  /**
   * One feature, or the score.
   *
   * @param psi population stability index, in nats
   * @param critical95 what chance exceeds once in 20 times with these sample sizes and full bins
   * @param critical99 what chance exceeds once in 100 times with these sample sizes and full bins
   * @param usualPsi the largest index that a moment of the training has against all of it; absent
   *     if that is unknown
   * @param pvalue how probable such a difference is by chance alone, 0 to 1: chi-squared test of
   *     homogeneity, thin bins taken together
   * @param missingBaseline share of missing values in the baseline, 0 to 1
   * @param missingWindow share of missing values in the period, 0 to 1
   */
  public record FeatureDrift(
      String name,
      BinnedFeature.Type type,
      double psi,
      DriftLevel level,
      long baselineRows,
      long windowRows,
      double critical95,
      double critical99,
      @Nullable Double usualPsi,
      double pvalue,
      double missingBaseline,
      double missingWindow,
      @Schema(description = "The baseline's bins, with their shares then and now") List<Bin> bins) {

    public FeatureDrift {
      bins = List.copyOf(bins);
    }

    static FeatureDrift of(BinnedFeature feature, long[] window) {
      long[] baseline = feature.counts().stream().mapToLong(Long::longValue).toArray();
      Psi psi = Psi.of(baseline, window);
      Homogeneity homogeneity = Homogeneity.of(baseline, window);
      OptionalDouble usual =
          feature.moments().stream()
              .map(moment -> moment.stream().mapToLong(Long::longValue).toArray())
              .mapToDouble(moment -> Psi.of(baseline, moment).value())
              .max();
      List<Bin> bins = new ArrayList<>();
      for (int i = 0; i < window.length; i++) {
        bins.add(
            new Bin(
                feature.labels().get(i),
                share(baseline[i], psi.baselineRows()),
                share(window[i], psi.windowRows())));
      }
      Bin missing = bins.get(feature.missingBin());
      return new FeatureDrift(
          feature.name(),
          feature.type(),
          psi.value(),
          DriftLevel.of(psi, homogeneity, usual.orElse(0)),
          psi.baselineRows(),
          psi.windowRows(),
          psi.critical(0.95),
          psi.critical(0.99),
          usual.isPresent() ? usual.getAsDouble() : null,
          homogeneity.pValue(),
          missing.baselineShare(),
          missing.windowShare(),
          bins);
    }

    private static double share(long count, long of) {
      return of == 0 ? 0 : (double) count / of;
    }
  }

  /** A bin and the shares of the rows in it, 0 to 1. */
  public record Bin(String label, double baselineShare, double windowShare) {}

  static final Comparator<FeatureDrift> FURTHEST_FIRST =
      Comparator.comparingDouble(FeatureDrift::psi).reversed().thenComparing(FeatureDrift::name);
}
