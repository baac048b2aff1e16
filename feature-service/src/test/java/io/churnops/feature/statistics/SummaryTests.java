package io.churnops.feature.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.churnops.feature.statistics.TableStatistics.Column;
import io.churnops.feature.statistics.TableStatistics.Frequency;
import io.churnops.feature.statistics.TableStatistics.Quantile;
import io.churnops.feature.statistics.TableStatistics.Warning;
import io.churnops.features.engine.ColumnType;
import io.churnops.features.engine.FeatureColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds statistics against loops that compute them from the definition. */
class SummaryTests {

  private static final FeatureColumn NUMBER = new FeatureColumn("spent", ColumnType.NUMBER);
  private static final FeatureColumn CATEGORY = new FeatureColumn("plan", ColumnType.CATEGORY);
  private static final double TINY = 1e-9;

  private record Row(@Nullable Boolean churned, @Nullable Double spent, @Nullable String plan) {}

  private static TableStatistics summed(List<Row> rows) {
    Summary summary = Summary.ofLabelled(List.of(NUMBER, CATEGORY), rows.size());
    rows.forEach(row -> summary.add(row.churned(), i -> i == 0 ? row.spent() : row.plan()));
    return summary.finish();
  }

  @Test
  void sumsUpBlocksAsRowByRow() {
    for (long seed = 1; seed <= 30; seed++) {
      List<Row> rows = random(seed);
      Summary summary = Summary.ofLabelled(List.of(NUMBER, CATEGORY), rows.size());
      for (int from = 0; from < rows.size(); from += 7) {
        summary.add(new RowsOf(rows.subList(from, Math.min(rows.size(), from + 7))));
      }
      assertThat(summary.finish()).as("seed %d", seed).isEqualTo(summed(rows));
    }
  }

  private record RowsOf(List<Row> all) implements Block {

    @Override
    public int rows() {
      return all.size();
    }

    @Override
    public @Nullable Boolean positive(int row) {
      return all.get(row).churned();
    }

    @Override
    public double number(int column, int row) {
      Double spent = all.get(row).spent();
      return spent == null ? Double.NaN : spent;
    }

    @Override
    public @Nullable String category(int column, int row) {
      return all.get(row).plan();
    }
  }

  private static List<Row> random(long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(5); i < 300; i++) {
      boolean churned = random.nextInt(3) == 0;
      Double spent =
          random.nextInt(6) == 0
              ? null
              : (Double) (double) (random.nextInt(20) - (churned ? 4 : 0));
      String plan = random.nextInt(8) == 0 ? null : "p" + random.nextInt(churned ? 4 : 6);
      rows.add(new Row(random.nextInt(7) == 0 ? null : (Boolean) churned, spent, plan));
    }
    return rows;
  }

  @Test
  void sumsUpNumbersAsPlainLoopsDo() {
    for (long seed = 1; seed <= 30; seed++) {
      List<Row> rows = random(seed);
      Column column = summed(rows).columns().getFirst();
      double[] sorted =
          rows.stream()
              .map(Row::spent)
              .filter(Objects::nonNull)
              .mapToDouble(d -> d)
              .sorted()
              .toArray();
      double mean = Arrays.stream(sorted).sum() / sorted.length;
      double variance =
          Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum() / (sorted.length - 1);

      assertThat(column.values()).as("seed %d", seed).isEqualTo(sorted.length);
      assertThat(column.missing()).isEqualTo(rows.size() - sorted.length);
      assertThat(column.distinct()).isEqualTo(Arrays.stream(sorted).distinct().count());
      assertThat(column.distinctIsLowerBound()).isFalse();
      assertThat(column.min()).isEqualTo(sorted[0]);
      assertThat(column.max()).isEqualTo(sorted[sorted.length - 1]);
      assertThat(column.mean()).isCloseTo(mean, within(TINY));
      assertThat(column.standardDeviation()).isCloseTo(Math.sqrt(variance), within(TINY));
      for (Quantile quantile : Objects.requireNonNull(column.quantiles())) {
        assertThat(quantile.value()).isEqualTo(naiveQuantile(sorted, quantile.share()));
      }
      var histogram = Objects.requireNonNull(column.histogram());
      assertThat(histogram.counts().stream().mapToLong(count -> count).sum())
          .isEqualTo(sorted.length);
      for (int bin = 0; bin < histogram.counts().size(); bin++) {
        double low = histogram.borders().get(bin);
        double high = histogram.borders().get(bin + 1);
        boolean last = bin == histogram.counts().size() - 1;
        assertThat(histogram.counts().get(bin))
            .isEqualTo(
                Arrays.stream(sorted)
                    .filter(v -> v >= low && (v < high || last && v <= high))
                    .count());
      }
    }
  }

  /** The smallest value with at least that share of all values at or below it. */
  private static double naiveQuantile(double[] sorted, double share) {
    for (double value : sorted) {
      long upTo = Arrays.stream(sorted).filter(v -> v <= value).count();
      if (upTo >= share * sorted.length - TINY) {
        return value;
      }
    }
    throw new IllegalStateException();
  }

  @Test
  void tellsWhatNumbersKnowOfTheLabelAsPlainLoopsDo() {
    for (long seed = 1; seed <= 30; seed++) {
      List<Row> labelled = random(seed).stream().filter(row -> row.churned() != null).toList();
      Column column = summed(random(seed)).columns().getFirst();

      assertThat(column.labelCorrelation())
          .as("seed %d", seed)
          .isCloseTo(naiveCorrelation(labelled), within(TINY));
      double auc = naiveAuc(labelled, row -> row.spent() == null ? -1e9 : row.spent());
      assertThat(column.auc()).isCloseTo(Math.max(auc, 1 - auc), within(TINY));
    }
  }

  private static double naiveCorrelation(List<Row> rows) {
    List<Row> known = rows.stream().filter(row -> row.spent() != null).toList();
    double meanX = known.stream().mapToDouble(SummaryTests::spent).average().orElseThrow();
    double meanY = known.stream().mapToDouble(SummaryTests::label).average().orElseThrow();
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (Row row : known) {
      xy += (spent(row) - meanX) * (label(row) - meanY);
      xx += (spent(row) - meanX) * (spent(row) - meanX);
      yy += (label(row) - meanY) * (label(row) - meanY);
    }
    return xy / Math.sqrt(xx * yy);
  }

  private static double spent(Row row) {
    return Objects.requireNonNull(row.spent());
  }

  private static double label(Row row) {
    return Boolean.TRUE.equals(row.churned()) ? 1 : 0;
  }

  private static double naiveAuc(List<Row> rows, java.util.function.ToDoubleFunction<Row> score) {
    double wins = 0;
    double pairs = 0;
    for (Row positive : rows) {
      for (Row negative : rows) {
        if (label(positive) == 1 && label(negative) == 0) {
          double off = score.applyAsDouble(positive) - score.applyAsDouble(negative);
          wins += off > 0 ? 1 : off == 0 ? 0.5 : 0;
          pairs++;
        }
      }
    }
    return wins / pairs;
  }

  @Test
  void ranksCategoriesByTheOtherHalfOfTheRows() {
    for (long seed = 1; seed <= 30; seed++) {
      List<Row> rows = random(seed);
      double wins = 0;
      double pairs = 0;
      for (int half = 0; half < 2; half++) {
        List<Row> mine = half(rows, half);
        List<Row> other = half(rows, 1 - half);
        double prior = other.stream().mapToDouble(SummaryTests::label).average().orElseThrow();
        double auc = naiveAuc(mine, row -> share(other, row.plan(), prior));
        double all =
            (double) mine.stream().filter(row -> label(row) == 1).count()
                * mine.stream().filter(row -> label(row) == 0).count();
        wins += auc * all;
        pairs += all;
      }
      double auc = wins / pairs;
      assertThat(summed(rows).columns().getLast().auc())
          .as("seed %d", seed)
          .isCloseTo(Math.max(auc, 1 - auc), within(TINY));
    }
  }

  private static List<Row> half(List<Row> rows, int half) {
    return IntStream.range(0, rows.size())
        .filter(i -> i % 2 == half)
        .mapToObj(rows::get)
        .filter(row -> row.churned() != null)
        .toList();
  }

  private static double share(List<Row> rows, @Nullable String plan, double prior) {
    List<Row> same = rows.stream().filter(row -> Objects.equals(row.plan(), plan)).toList();
    return (same.stream().mapToDouble(SummaryTests::label).sum() + prior) / (same.size() + 1);
  }

  @Test
  void countsCategories() {
    for (long seed = 1; seed <= 10; seed++) {
      List<Row> rows = random(seed);
      Map<String, Long> counts = new TreeMap<>();
      rows.forEach(row -> {
        if (row.plan() != null) {
          counts.merge(row.plan(), 1L, Long::sum);
        }
      });
      Column column = summed(rows).columns().getLast();
      assertThat(column.distinct()).as("seed %d", seed).isEqualTo(counts.size());
      assertThat(Objects.requireNonNull(column.top()))
          .containsExactlyInAnyOrderElementsOf(
              counts.entrySet().stream()
                  .map(entry -> new Frequency(entry.getKey(), entry.getValue()))
                  .toList());
    }
  }

  @Test
  void warnsOfWhatKnowsTheLabelAlsoByBeingAbsent() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean churned = i % 4 < 2;
      rows.add(new Row(churned, churned ? null : (Double) (double) (i % 7), churned ? "a" : "b"));
    }
    TableStatistics statistics = summed(rows);
    assertThat(statistics.columns()).extracting(Column::auc).containsOnly(1.0);
    assertThat(statistics.warnings())
        .extracting(Warning::code, Warning::column)
        .containsExactly(tuple("leak_suspect", "spent"), tuple("leak_suspect", "plan"));
  }

  @Test
  void doesNotSuspectCategoriesThatOccurOnce() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      rows.add(new Row(random.nextBoolean(), random.nextDouble(), "customer " + i));
    }
    assertThat(summed(rows).columns().getLast().auc()).isLessThan(0.55);
    assertThat(summed(rows).warnings()).isEmpty();
  }

  @Test
  void warnsOfColumnsAndLabelsThatSayNothing() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      rows.add(new Row(true, 5.0, null));
    }
    assertThat(summed(rows).warnings())
        .extracting(Warning::code)
        .containsExactly("one_class", "constant_column", "empty_column");
    rows.replaceAll(row -> new Row(null, row.spent(), row.plan()));
    assertThat(summed(rows).warnings()).extracting(Warning::code).contains("no_labelled_rows");
  }

  @Test
  void samplesLargeTablesWithinTheErrorItStates() {
    int rows = 200_000;
    Summary summary = new Summary(List.of(NUMBER), rows, 20_000, true);
    Random random = new Random(5);
    for (int i = 0; i < rows; i++) {
      boolean churned = random.nextBoolean();
      double spent = random.nextGaussian() + (churned ? 1 : 0);
      summary.add(churned, _ -> spent);
    }
    TableStatistics statistics = summary.finish();
    Column column = statistics.columns().getFirst();
    assertThat(statistics.sampledRows()).isBetween(19_000L, 21_000L);
    assertThat(column.values()).isEqualTo(rows);
    assertThat(column.distinct()).isEqualTo(DistinctNumbers.MOST);
    assertThat(column.distinctIsLowerBound()).isTrue();
    // Two unit normals one apart: AUC is Φ(1/√2), the median of their mixture ½.
    double aucError = Objects.requireNonNull(column.aucError());
    assertThat(column.auc()).isCloseTo(0.7602, within(4 * aucError));
    assertThat(aucError).isBetween(0.001, 0.01);
    assertThat(statistics.quantileError()).isBetween(0.003, 0.004);
    double median =
        Objects.requireNonNull(column.quantiles()).stream()
            .filter(quantile -> quantile.share() == .5)
            .findFirst()
            .orElseThrow()
            .value();
    // Density of the mixture at its median: φ(½) = .352.
    assertThat(median).isCloseTo(0.5, within(4 * statistics.quantileError() / 0.352));
  }

  @Test
  void hasNothingToSayOfNoRows() {
    TableStatistics statistics = summed(List.of());
    assertThat(statistics.rows()).isZero();
    assertThat(statistics.columns())
        .allSatisfy(column -> assertThat(column.auc()).isNull())
        .allSatisfy(column -> assertThat(column.mean()).isNull());
  }
}
