package io.churnops.feature.datasets;

import io.churnops.feature.log.EventTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Turns a request's cutoffs into moments: ascending, distinct, past, at most 400. */
final class Cutoffs {

  static final int MAX = 400;

  private Cutoffs() {}

  /**
   * The moments asked for, in microseconds' precision.
   *
   * @param labelEvery the distance that the label proposes
   * @throws InvalidCutoffsException if they make no sense
   */
  static List<Instant> resolve(CutoffsRequest request, Optional<Duration> labelEvery, Instant now) {
    List<Instant> cutoffs =
        request.at() == null ? spaced(request, labelEvery) : listed(request, request.at());
    if (cutoffs.getFirst().isBefore(EventTime.EARLIEST)) {
      throw new InvalidCutoffsException("Cutoff " + cutoffs.getFirst() + " lies before the year 1");
    }
    if (cutoffs.getLast().isAfter(now)) {
      throw new InvalidCutoffsException(
          "Cutoff " + cutoffs.getLast() + " lies in the future; now is " + now);
    }
    return cutoffs;
  }

  private static List<Instant> listed(CutoffsRequest request, List<Instant> at) {
    if (request.from() != null || request.to() != null || request.every() != null) {
      throw new InvalidCutoffsException("Give either 'at' or 'from', 'to' and 'every', not both");
    }
    if (at.stream().anyMatch(Objects::isNull)) {
      throw new InvalidCutoffsException("'at' must list moments, not null");
    }
    TreeSet<Instant> distinct = new TreeSet<>();
    at.forEach(cutoff -> distinct.add(cutoff.truncatedTo(ChronoUnit.MICROS)));
    if (distinct.isEmpty() || distinct.size() > MAX) {
      throw new InvalidCutoffsException("'at' must list 1 to " + MAX + " moments");
    }
    return List.copyOf(distinct);
  }

  private static List<Instant> spaced(CutoffsRequest request, Optional<Duration> labelEvery) {
    Instant from = request.from();
    Instant to = request.to();
    if (from == null || to == null || from.isAfter(to)) {
      throw new InvalidCutoffsException("Give 'at', or 'from' and 'to' with 'from' not after 'to'");
    }
    Duration every = every(request, labelEvery);
    Instant first = from.truncatedTo(ChronoUnit.MICROS);
    long count = Duration.between(first, to).dividedBy(every) + 1;
    if (count > MAX) {
      throw new InvalidCutoffsException(
          "That makes " + count + " cutoffs; at most " + MAX + " are allowed");
    }
    List<Instant> cutoffs = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      cutoffs.add(first.plus(every.multipliedBy(i)));
    }
    return cutoffs;
  }

  private static Duration every(CutoffsRequest request, Optional<Duration> labelEvery) {
    String every = request.every();
    if (every == null) {
      return labelEvery.orElseThrow(
          () -> new InvalidCutoffsException("'every' is missing, and the label proposes none"));
    }
    return Period.parse(every)
        .orElseThrow(
            () -> new InvalidCutoffsException("'every' must read like 7d or 12h, not " + every));
  }
}
