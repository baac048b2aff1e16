package io.churnops.spark;

import io.churnops.forest.BinnedTable;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.forest.ForestTrainer;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import tools.jackson.databind.json.JsonMapper;

/**
 * Grows a forest on a cluster: every executor gets the binned table once, a task grows some of the
 * trees, the driver merges them. The forest is that of one machine, to the bit.
 */
final class GrowForest {

  private GrowForest() {}

  /**
   * The whole forest.
   *
   * @param tasks that the trees are shared among
   */
  static ForestPart of(
      JavaSparkContext spark, BinnedTable table, ForestParameters parameters, int tasks) {
    List<TreeRange> ranges = TreeRange.of(parameters.trees(), tasks);
    Broadcast<SentTable> sent = spark.broadcast(new SentTable(table));
    String json = JsonMapper.shared().writeValueAsString(parameters);
    List<byte[]> parts =
        spark.parallelize(ranges, ranges.size()).map(new Task(sent, json)).collect();
    sent.destroy();
    return ForestPart.merge(parts.stream().map(ForestPart::decode).toList());
  }

  private record Task(Broadcast<SentTable> table, String parameters)
      implements Function<TreeRange, byte[]> {

    @Override
    public byte[] call(TreeRange range) {
      ForestParameters read = JsonMapper.shared().readValue(parameters, ForestParameters.class);
      return Executor.grewHere(
              new ForestTrainer(1).trainPart(table.value().table(), read, range.from(), range.to()))
          .encode();
    }
  }
}
