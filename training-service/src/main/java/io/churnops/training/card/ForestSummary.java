package io.churnops.training.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.Splitting;
import io.churnops.training.evaluation.OutOfBagEstimate;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How a forest was grown, and what it takes to serve it.
 *
 * @param askedTrees more than {@code trees} where the time budget ended before they were grown
 * @param bytes of the compiled forest, in its file as in memory
 * @param loadMilliseconds from its bytes to a checked forest, measured when the version was made
 * @param halfLifeDays a training row counted half when it was so much older than the newest
 * @param churnedWeight a churner counted as much as so many who stayed
 * @param outOfBag its own rows, scored by the trees that were grown without them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ForestSummary(
    int trees,
    int askedTrees,
    int nodes,
    long bytes,
    double loadMilliseconds,
    Splitting splitting,
    @Nullable Double halfLifeDays,
    @Nullable Double churnedWeight,
    @Nullable OutOfBagEstimate outOfBag) {

  /** How a forest was grown, beside its parameters. */
  public record Grown(
      int askedTrees,
      Splitting splitting,
      @Nullable Double halfLifeDays,
      @Nullable Double churnedWeight) {}

  /** Measures a forest. */
  public static ForestSummary of(
      CompiledForest forest, Grown grown, @Nullable OutOfBagEstimate outOfBag) {
    byte[] bytes = forest.encode();
    long began = System.nanoTime();
    CompiledForest loaded = CompiledForest.decode(bytes);
    long nanos = System.nanoTime() - began;
    return new ForestSummary(
        loaded.trees(),
        grown.askedTrees(),
        loaded.nodes(),
        bytes.length,
        nanos / (double) TimeUnit.MILLISECONDS.toNanos(1),
        grown.splitting(),
        grown.halfLifeDays(),
        grown.churnedWeight(),
        outOfBag);
  }
}
