package io.churnops.training.evaluation;

import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputType;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.TrainingTable;
import io.churnops.forest.evaluation.Bootstrap;
import io.churnops.forest.evaluation.Interval;
import io.churnops.forest.tribuo.LogisticTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Sets a model beside what needs no model: recency alone, order count alone, and logistic
 * regression, unless the model is one. All learn from the past rows (a single column learns its
 * direction) and rank the test rows.
 */
public final class CompareBaselines {

  /** More past rows would not raise the bar; so many, evenly spread, set it. */
  public static final int MOST_PAST_ROWS = 50_000;

  private static final Pattern RECENCY = Pattern.compile("days_since_last_order(s|ed)?");
  private static final Pattern ORDERS = Pattern.compile("orders(?:_(lifetime|[0-9]{1,5}d))?");

  private final ForestInputs inputs;
  private final float[][] past;
  private final boolean[] pastChurned;
  private final float[][] test;
  private final boolean[] testChurned;
  private final ModelParameters model;

  /**
   * Takes rows of both classes, encoded by the inputs.
   *
   * @param model what the model was trained with
   */
  public CompareBaselines(
      ForestInputs inputs,
      float[][] past,
      boolean[] pastChurned,
      float[][] test,
      boolean[] testChurned,
      ModelParameters model) {
    this.inputs = inputs;
    this.past = past;
    this.pastChurned = pastChurned;
    this.test = test;
    this.testChurned = testChurned;
    this.model = model;
  }

  /**
   * The comparisons; recency and order count where there is such a column.
   *
   * @param scores of the model, of the test rows
   * @param bootstrap of the test rows
   */
  public List<BaselineComparison> with(double[] scores, Bootstrap bootstrap) {
    return compare(rankings(), scores, testChurned, bootstrap);
  }

  /**
   * The comparisons where each fold's rows were ranked by what learnt from the other folds.
   *
   * @param ofFold whose past rows are those of the other folds; asked for one fold after the other
   * @param places of each fold's rows among the scores
   * @param scores of the model, of all rows
   */
  public static List<BaselineComparison> inFolds(
      IntFunction<CompareBaselines> ofFold,
      List<int[]> places,
      double[] scores,
      boolean[] churned,
      Bootstrap bootstrap) {
    List<RankedBy> all = new ArrayList<>();
    for (int fold = 0; fold < places.size(); fold++) {
      List<RankedBy> some = ofFold.apply(fold).rankings();
      if (fold == 0) {
        some.forEach(ranked -> all.add(ranked.with(new double[scores.length])));
      }
      for (int baseline = 0; baseline < all.size(); baseline++) {
        int[] into = places.get(fold);
        for (int row = 0; row < into.length; row++) {
          all.get(baseline).values()[into[row]] = some.get(baseline).values()[row];
        }
      }
    }
    return compare(all, scores, churned, bootstrap);
  }

  private static List<BaselineComparison> compare(
      List<RankedBy> rankings, double[] scores, boolean[] churned, Bootstrap bootstrap) {
    double auc = Ranking.of(scores, churned).auc();
    return rankings.stream()
        .map(ranked -> {
          double reached = Ranking.of(ranked.values(), churned).auc();
          Interval interval = bootstrap.aucDifference(scores, ranked.values());
          return new BaselineComparison(
              ranked.name(),
              ranked.columns(),
              reached,
              auc - reached,
              interval.low(),
              interval.high(),
              interval.low() > 0);
        })
        .toList();
  }

  /** The test rows by each baseline. */
  private List<RankedBy> rankings() {
    var rankings = new ArrayList<RankedBy>();
    recency()
        .ifPresent(column -> rankings.add(new RankedBy("recency", names(column), alone(column))));
    orderCount()
        .ifPresent(
            column -> rankings.add(new RankedBy("order_count", names(column), alone(column))));
    if (!(model instanceof LogisticParameters)) {
      rankings.add(new RankedBy("logistic_regression", inputs.names(), regression()));
    }
    return rankings;
  }

  /** Values that rank rows, higher for likelier churners. */
  private record RankedBy(String name, List<String> columns, double[] values) {

    RankedBy with(double[] others) {
      return new RankedBy(name, columns, others);
    }
  }

  private List<String> names(int column) {
    return List.of(inputs.names().get(column));
  }

  private double[] alone(int column) {
    double direction = Ranking.of(values(past, column), pastChurned).auc() < 0.5 ? -1 : 1;
    return Arrays.stream(values(test, column)).map(value -> direction * value).toArray();
  }

  private static double[] values(float[][] rows, int column) {
    return Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
  }

  private double[] regression() {
    TrainingTable.Builder rows = TrainingTable.builder(inputs.names(), past.length);
    for (int row = 0; row < past.length; row++) {
      rows.add(past[row], pastChurned[row]);
    }
    LogisticParameters defaults = LogisticParameters.defaults();
    var parameters =
        new LogisticParameters(defaults.epochs(), defaults.learningRate(), model.seed());
    return LogisticTrainer.train(inputs, rows.build(), parameters, "logistic baseline")
        .compiled()
        .scores(test);
  }

  private Optional<Integer> recency() {
    return numbers().filter(column -> name(column, RECENCY).matches()).boxed().findFirst();
  }

  /** The count over the longest time. */
  private Optional<Integer> orderCount() {
    return numbers()
        .filter(column -> name(column, ORDERS).matches())
        .boxed()
        .max(Comparator.comparingLong(this::days));
  }

  private long days(int column) {
    Matcher name = name(column, ORDERS);
    String window = name.matches() ? name.group(1) : null;
    return window == null || window.equals("lifetime")
        ? Long.MAX_VALUE
        : Long.parseLong(window.substring(0, window.length() - 1));
  }

  private Matcher name(int column, Pattern pattern) {
    return pattern.matcher(inputs.names().get(column));
  }

  private IntStream numbers() {
    return IntStream.range(0, inputs.size())
        .filter(column -> inputs.inputs().get(column).type() == InputType.NUMBER);
  }
}
