package io.churnops.training.promotion;

import io.churnops.forest.evaluation.CalibrationBin;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.Interval;
import io.churnops.training.evaluation.ColumnStrength;
import io.churnops.training.evaluation.SegmentMetrics;
import io.churnops.training.registry.Gate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The gates that ask for what was measured when the version was trained. */
final class CardGates {

  /** The mean of the absolute value of a standard normal variable. */
  private static final double MEAN_DEVIATION = Math.sqrt(2 / Math.PI);

  private final GateSettings settings;

  CardGates(GateSettings settings) {
    this.settings = settings;
  }

  List<Gate> of(
      Evaluation evaluation, List<ColumnStrength> columns, List<SegmentMetrics> segments) {
    return List.of(
        precision(evaluation),
        recall(evaluation),
        calibration(evaluation),
        leak(columns),
        segments(segments));
  }

  private Gate precision(Evaluation evaluation) {
    double measured = evaluation.decisions().precision();
    double atRandom = (double) evaluation.positives() / evaluation.rows();
    double limit = Math.max(settings.minimumPrecision(), atRandom);
    return gate(
        "precision",
        measured >= limit,
        measured,
        limit,
        "Of those it calls churners %.1f %% churned; at least %.1f %% must, and %.1f %% of all did.",
        100 * measured,
        100 * limit,
        100 * atRandom);
  }

  private Gate recall(Evaluation evaluation) {
    double measured = evaluation.decisions().recall();
    double limit = settings.minimumRecall();
    return gate(
        "recall",
        measured >= limit,
        measured,
        limit,
        "It finds %.1f %% of the churners; at least %.1f %% are asked for.",
        100 * measured,
        100 * limit);
  }

  /** Of few rows even perfect probabilities have an error, which is granted. */
  private Gate calibration(Evaluation evaluation) {
    double measured = evaluation.calibrationError();
    double chance = errorByChance(evaluation.calibration());
    double limit = settings.maximumCalibrationError() + chance;
    return gate(
        "calibration",
        measured <= limit,
        measured,
        limit,
        "Its probabilities are %.3f off in the mean; %.3f is allowed, %.3f of it to chance.",
        measured,
        limit,
        chance);
  }

  /** The calibration error that probabilities would have which are right. */
  static double errorByChance(List<CalibrationBin> bins) {
    int rows = bins.stream().mapToInt(CalibrationBin::rows).sum();
    return bins.stream()
        .filter(bin -> bin.rows() > 0)
        .mapToDouble(bin -> {
          double variance = bin.meanScore() * (1 - bin.meanScore()) / bin.rows();
          return bin.rows() * MEAN_DEVIATION * Math.sqrt(variance) / rows;
        })
        .sum();
  }

  private Gate leak(List<ColumnStrength> columns) {
    double limit = settings.maximumColumnAuc();
    Optional<ColumnStrength> best =
        columns.stream().max(Comparator.comparingDouble(ColumnStrength::auc));
    if (best.isEmpty()) {
      return Gate.of("leak", true, "No column was measured alone.");
    }
    return gate(
        "leak",
        best.get().auc() <= limit,
        best.get().auc(),
        limit,
        "Alone, column %s reaches AUC %.3f; above %.3f a column likely knows the label.",
        best.get().column(),
        best.get().auc(),
        limit);
  }

  /**
   * A segment fails when it is worse beyond chance, by the better end of its interval, than the
   * segments of its column are in the mean. The AUC of all rows is no measure: it is higher in each
   * model that knows which segment leaves most.
   */
  private Gate segments(List<SegmentMetrics> segments) {
    double limit = settings.maximumSegmentLoss();
    Map<String, Double> inside = insideSegments(segments);
    Optional<SegmentMetrics> worst =
        segments.stream()
            .filter(segment -> segment.aucInterval() != null)
            .max(Comparator.comparingDouble(segment -> loss(inside, segment)));
    if (worst.isEmpty()) {
      return Gate.of("segments", true, "No segment has enough test rows to be judged.");
    }
    SegmentMetrics segment = worst.get();
    double loss = loss(inside, segment);
    return gate(
        "segments",
        loss <= limit,
        loss,
        limit,
        "In the %d rows of %s %s the AUC is at least %.3f lower than inside the segments of %s in"
            + " the mean, %.3f; %.3f is allowed.",
        segment.rows(),
        segment.column(),
        segment.value() == null ? "(none)" : segment.value(),
        Math.max(0, loss),
        segment.column(),
        inside.getOrDefault(segment.column(), Double.NaN),
        limit);
  }

  private static double loss(Map<String, Double> inside, SegmentMetrics segment) {
    Interval interval = segment.aucInterval();
    Double mean = inside.get(segment.column());
    return interval == null || mean == null ? 0 : mean - interval.high();
  }

  /** By column, the share of pairs of a churner and a stayer of one segment that are in order. */
  private static Map<String, Double> insideSegments(List<SegmentMetrics> segments) {
    return segments.stream()
        .filter(segment -> pairs(segment) > 0)
        .collect(
            Collectors.groupingBy(
                SegmentMetrics::column,
                Collectors.teeing(
                    Collectors.summingDouble(segment -> pairs(segment) * auc(segment)),
                    Collectors.summingDouble(CardGates::pairs),
                    (ordered, all) -> ordered / all)));
  }

  private static double pairs(SegmentMetrics segment) {
    return (double) segment.positives() * (segment.rows() - segment.positives());
  }

  private static double auc(SegmentMetrics segment) {
    Double auc = segment.auc();
    return auc == null ? Double.NaN : auc;
  }

  private static Gate gate(
      String name,
      boolean passed,
      double measured,
      double limit,
      String sentence,
      Object... figures) {
    return new Gate(name, passed, measured, limit, String.format(Locale.ROOT, sentence, figures));
  }
}
