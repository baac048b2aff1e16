package io.churnops.forest.baseline;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InputColumn;
import io.churnops.forest.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the world looked like when a model was trained: bins frozen on its training rows, and on the
 * scores of its hold-out. Monitoring puts new values into the same bins and compares the shares.
 */
public record BaselineProfile(List<FeatureProfile> features, ScoreProfile score) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private static final Comparator<CategoryCount> MOST_FREQUENT_FIRST =
      Comparator.comparingLong(CategoryCount::count).reversed().thenComparing(CategoryCount::value);

  public BaselineProfile {
    features = List.copyOf(features);
  }

  /** Profiles training rows of one moment. */
  public static BaselineProfile of(
      List<InputColumn> columns, Iterable<? extends FeatureRow> rows, double[] scores) {
    return of(columns, rows, List.of(), scores);
  }

  /**
   * Profiles training rows as they are before encoding, reading them once per column, and scores.
   *
   * @param moments of the rows, those that were made at one moment, for some moments
   * @throws InvalidInputException if a value is not finite or of the wrong type
   */
  public static BaselineProfile of(
      List<InputColumn> columns,
      Iterable<? extends FeatureRow> rows,
      List<? extends Iterable<? extends FeatureRow>> moments,
      double[] scores) {
    var features = new ArrayList<FeatureProfile>();
    for (int column = 0; column < columns.size(); column++) {
      String name = columns.get(column).name();
      features.add(
          switch (columns.get(column).type()) {
            case NUMBER -> number(name, column, rows, moments);
            case CATEGORY -> category(name, column, rows);
          });
    }
    return new BaselineProfile(features, ScoreProfile.of(scores));
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it is no such JSON, or its counts do not add up
   */
  public static BaselineProfile fromJson(byte[] json) {
    try {
      BaselineProfile profile = JSON.readValue(json, BaselineProfile.class);
      if (profile == null) {
        throw new IllegalArgumentException("not a baseline profile: null");
      }
      return profile;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a baseline profile: " + e.getOriginalMessage(), e);
    }
  }

  /** The profile as JSON, UTF-8; the same profile gives the same bytes. */
  public byte[] toJson() {
    return JSON.writeValueAsBytes(this);
  }

  private static NumberProfile number(
      String name,
      int column,
      Iterable<? extends FeatureRow> rows,
      List<? extends Iterable<? extends FeatureRow>> moments) {
    long count = 0;
    DoubleStream.Builder present = DoubleStream.builder();
    for (FeatureRow row : rows) {
      if (!row.isMissing(column)) {
        present.add(finite(name, row.number(column)));
      }
      count++;
    }
    double[] sorted = present.build().sorted().toArray();
    List<Double> edges = Deciles.edges(sorted);
    return new NumberProfile(
        name,
        count,
        edges,
        Deciles.counts(edges, sorted),
        count - sorted.length,
        moments.stream().map(moment -> counts(edges, column, moment)).toList());
  }

  /** Rows by bin, those without a value last. */
  private static List<Long> counts(
      List<Double> edges, int column, Iterable<? extends FeatureRow> rows) {
    long[] counts = new long[edges.size() + 2];
    for (FeatureRow row : rows) {
      counts[row.isMissing(column) ? edges.size() + 1 : Deciles.bin(edges, row.number(column))]++;
    }
    return Arrays.stream(counts).boxed().toList();
  }

  private static double finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(name + " is " + value + ", not a finite number");
    }
    return value;
  }

  private static CategoryProfile category(
      String name, int column, Iterable<? extends FeatureRow> rows) {
    long count = 0;
    long missing = 0;
    Map<String, Long> counts = new HashMap<>();
    for (FeatureRow row : rows) {
      if (row.isMissing(column)) {
        missing++;
      } else {
        counts.merge(row.category(column), 1L, Long::sum);
      }
      count++;
    }
    List<CategoryCount> categories =
        counts.entrySet().stream()
            .map(entry -> new CategoryCount(entry.getKey(), entry.getValue()))
            .sorted(MOST_FREQUENT_FIRST)
            .limit(CategoryProfile.MAX_CATEGORIES)
            .toList();
    return new CategoryProfile(name, count, categories, missing);
  }
}
