package io.churnops.training.runs;

import io.churnops.forest.InvalidInputException;
import io.churnops.forest.UntrainableException;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.search.Halving;
import io.churnops.training.search.Observation;
import io.churnops.training.search.ParameterRange;
import io.churnops.training.search.Proposals;
import io.churnops.training.search.SearchMethod;
import io.churnops.training.search.SearchSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;

/**
 * One search: proposes points, gives them rung after rung, and takes the best. What a trial reached
 * is logged before the next begins, and not done again by an attempt that goes on; time counts over
 * all attempts.
 */
final class ParameterSearch {

  private final RunQueue.Claim claim;
  private final SearchWish wish;
  private final SearchPoints points;
  private final JudgeTrial judge;
  private final TrialLog log;
  private final SearchSpace space;
  private final Halving halving;
  private final List<Contestant> contestants = new ArrayList<>();
  private final List<Observation> observations = new ArrayList<>();
  private double seconds;
  private String failure = "";

  ParameterSearch(
      RunQueue.Claim claim, SearchWish wish, SearchPoints points, JudgeTrial judge, TrialLog log) {
    this.claim = claim;
    this.wish = wish;
    this.points = points;
    this.judge = judge;
    this.log = log;
    this.space = wish.space(points.algorithm());
    this.halving = wish.halvingOrNone();
  }

  /**
   * The best point: of those that got furthest, the one with the best mean over the folds, the
   * first of equals. What would be trained anyway is tried first, and wins where it is declared and
   * nothing beats it.
   *
   * @throws DatasetException if no trial succeeded
   */
  SortedMap<String, Double> best() {
    int asked = wish.trialsOf(space);
    claim.progress().searching(asked + 1);
    Contestant defaults =
        begin(0, points.defaults(space.ranges().stream().map(ParameterRange::name).toList()));
    judge(defaults, 0, 1);
    end(defaults, TrialStatus.FINISHED);
    var proposals = new Proposals(space, wish.methodOrDefault(), wish.seedOrDefault());
    var tried = new ArrayList<SortedMap<String, Double>>();
    while (tried.size() < asked && !timeIsUp()) {
      int batch = Math.min(batch(asked), asked - tried.size());
      List<SortedMap<String, Double>> next = proposals.next(batch, tried, observations);
      if (next.isEmpty()) {
        break;
      }
      compete(next, tried.size() + 1);
      tried.addAll(next);
    }
    if (space.contains(defaults.point)) {
      contestants.add(0, defaults);
    }
    Contestant best =
        contestants.stream()
            .filter(contestant -> !contestant.failed && contestant.fraction > 0)
            .max(
                Comparator.comparingDouble((Contestant c) -> c.fraction)
                    .thenComparingDouble(c -> c.score)
                    .thenComparing(Comparator.comparingInt((Contestant c) -> c.number).reversed()))
            .orElseThrow(() ->
                new DatasetException(
                    "search_failed",
                    "None of %d trials succeeded: %s".formatted(contestants.size(), failure)));
    log.choose(claim, best.number);
    return best.point;
  }

  /** How many points are proposed before any of them is tried. */
  private int batch(int asked) {
    if (halving.rungs() == 1) {
      return 1;
    }
    return wish.methodOrDefault() == SearchMethod.BAYESIAN ? halving.bracket() : asked;
  }

  /** Takes points from rung to rung, ever fewer of them. */
  private void compete(List<SortedMap<String, Double>> batch, int firstNumber) {
    var alive = new ArrayList<Contestant>();
    List<Double> fractions = halving.fractions();
    for (int rung = 0; rung < fractions.size(); rung++) {
      for (int i = 0; i < batch.size() && rung == 0 && mayGoOn(); i++) {
        Contestant contestant = begin(firstNumber + i, batch.get(i));
        contestants.add(contestant);
        alive.add(contestant);
        judge(contestant, 0, fractions.getFirst());
      }
      for (int i = 0; i < alive.size() && rung > 0 && mayGoOn(); i++) {
        judge(alive.get(i), rung, fractions.get(rung));
      }
      int survivors = halving.survivors(alive.size());
      double fraction = fractions.get(rung);
      alive.removeIf(contestant -> contestant.failed);
      alive.sort(
          Comparator.comparingDouble((Contestant c) -> c.score)
              .reversed()
              .thenComparingInt(c -> c.number));
      boolean last = fraction == 1;
      for (int i = alive.size() - 1; i >= 0; i--) {
        Contestant contestant = alive.get(i);
        if (last && contestant.fraction == 1) {
          end(contestant, TrialStatus.FINISHED);
        } else if (last || i >= survivors || contestant.fraction < fraction) {
          end(contestant, TrialStatus.PRUNED);
          alive.remove(i);
        }
      }
    }
  }

  /** Some declared point is tried, however short the time is. */
  private boolean mayGoOn() {
    return contestants.isEmpty() || !timeIsUp();
  }

  private boolean timeIsUp() {
    return wish.timeBudgetSeconds() != null
        && !contestants.isEmpty()
        && seconds >= wish.timeBudgetSeconds();
  }

  private Contestant begin(int number, SortedMap<String, Double> point) {
    SearchTrial known = log.begin(claim, number, point);
    if (!known.parameters().equals(point)) {
      throw new IllegalStateException(
          "Trial %d of run %s was of %s, not %s"
              .formatted(number, claim.runId(), known.parameters(), point));
    }
    return new Contestant(number, point, known);
  }

  /** Gives a contestant a rung, unless it had it in an earlier attempt. */
  private void judge(Contestant contestant, int rung, double fraction) {
    SearchTrial known = contestant.known;
    if (known.status() == TrialStatus.FAILED) {
      fail(contestant, String.valueOf(known.error()));
      return;
    }
    SearchTrial.Rung reached;
    if (rung < known.rungs().size()) {
      reached = known.rungs().get(rung);
    } else {
      long began = System.nanoTime();
      try {
        List<Double> figures = judge.figures(contestant.point, fraction);
        double took = (System.nanoTime() - began) / (double) TimeUnit.SECONDS.toNanos(1);
        double mean = figures.stream().mapToDouble(Double::doubleValue).sum() / figures.size();
        reached = log.reached(claim, contestant.number, fraction, mean, figures, took);
      } catch (DatasetException | UntrainableException | InvalidInputException e) {
        fail(contestant, Objects.toString(e.getMessage()));
        return;
      }
    }
    seconds += reached.seconds();
    contestant.fraction = fraction;
    contestant.score = wish.objectiveOrDefault().score(reached.objective());
    observations.add(new Observation(contestant.point, fraction, contestant.score));
  }

  private void fail(Contestant contestant, String why) {
    contestant.failed = true;
    failure = why;
    if (contestant.known.status() == TrialStatus.RUNNING) {
      log.end(claim, contestant.number, TrialStatus.FAILED, why);
    }
    claim.progress().trialEnded();
  }

  private void end(Contestant contestant, TrialStatus status) {
    if (contestant.failed) {
      return;
    }
    if (contestant.known.status() == TrialStatus.RUNNING) {
      log.end(claim, contestant.number, status, "");
    }
    claim.progress().trialEnded();
  }

  /** A trial on its way up the rungs. */
  private static final class Contestant {

    private final int number;
    private final SortedMap<String, Double> point;
    private final SearchTrial known;
    private double fraction;
    private double score;
    private boolean failed;

    Contestant(int number, SortedMap<String, Double> point, SearchTrial known) {
      this.number = number;
      this.point = point;
      this.known = known;
    }
  }
}
