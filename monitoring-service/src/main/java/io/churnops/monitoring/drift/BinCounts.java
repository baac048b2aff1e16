package io.churnops.monitoring.drift;

import io.churnops.monitoring.drift.Baselines.VersionId;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;

/** Predictions per bin and hour. Exact, and small whatever the number of predictions. */
@Repository
public class BinCounts {

  private final JdbcTemplate jdbc;

  BinCounts(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Counts to be added, of one transaction. */
  public static final class Additions {

    // Sorted, so that concurrent transactions take the rows in one order and never deadlock.
    private final Map<Key, Long> counts = new TreeMap<>();

    /** Counts one prediction in the bins of its features and its score. */
    public void count(
        VersionId id, Baseline baseline, Instant evaluatedAt, JsonNode inputs, double score) {
      Instant hour = evaluatedAt.truncatedTo(ChronoUnit.HOURS);
      for (BinnedFeature feature : baseline.features()) {
        add(id, hour, feature, inputs.path(feature.name()));
      }
      add(id, hour, baseline.score(), DoubleNode.valueOf(score));
    }

    private void add(VersionId id, Instant hour, BinnedFeature feature, JsonNode value) {
      counts.merge(new Key(id, hour, feature.name(), feature.binOf(value)), 1L, Long::sum);
    }
  }

  /** Adds within the current transaction. */
  public void add(Additions additions) {
    jdbc.batchUpdate(
        """
        insert into bin_count (model_name, model_version, hour, feature, bin, predictions)
        values (?, ?, ?, ?, ?, ?)
        on conflict (model_name, model_version, hour, feature, bin)
        do update set predictions = bin_count.predictions + excluded.predictions
        """,
        additions.counts.entrySet().stream()
            .map(count ->
                new Object[] {
                  count.getKey().id().model(),
                  count.getKey().id().version(),
                  Timestamp.from(count.getKey().hour()),
                  count.getKey().feature(),
                  count.getKey().bin(),
                  count.getValue()
                })
            .toList());
  }

  /** Deletes some of the counts of the hours before one; answers how many. */
  public int deleteBefore(Instant hour, int most) {
    return jdbc.update(
        """
        delete from bin_count where (model_name, model_version, hour, feature, bin) in (
          select model_name, model_version, hour, feature, bin from bin_count where hour < ?
          order by hour limit ? for update skip locked)
        """,
        Timestamp.from(hour),
        most);
  }

  /** Counts by feature and bin over whole hours. */
  Map<String, long[]> between(VersionId id, Baseline baseline, Instant from, Instant to) {
    Map<String, long[]> counts = new HashMap<>();
    for (BinnedFeature feature : baseline.all()) {
      counts.put(feature.name(), new long[feature.labels().size()]);
    }
    jdbc.query(
        """
        select feature, bin, sum(predictions) as predictions from bin_count
        where model_name = ? and model_version = ? and hour >= ? and hour < ?
        group by feature, bin
        """,
        row -> {
          long[] bins = counts.get(row.getString("feature"));
          if (bins != null) {
            bins[row.getInt("bin")] = row.getLong("predictions");
          }
        },
        id.model(),
        id.version(),
        Timestamp.from(from),
        Timestamp.from(to));
    return counts;
  }

  /** The version that most of the newest hour's predictions were made with. */
  OptionalInt newestVersion(String model, Instant from, Instant to) {
    return jdbc
        .queryForList(
            """
            select model_version from bin_count
            where model_name = ? and feature = ? and hour >= ? and hour < ?
            group by hour, model_version
            order by hour desc, sum(predictions) desc, model_version desc limit 1
            """,
            Integer.class,
            model,
            BinnedFeature.SCORE,
            Timestamp.from(from),
            Timestamp.from(to))
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private record Key(VersionId id, Instant hour, String feature, int bin)
      implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.<Key, String>comparing(key -> key.id().model())
            .thenComparingInt(key -> key.id().version())
            .thenComparing(Key::hour)
            .thenComparing(Key::feature)
            .thenComparingInt(Key::bin);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }
}
