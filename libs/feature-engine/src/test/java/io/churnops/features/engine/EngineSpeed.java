package io.churnops.features.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How fast the engine is, on one thread; prints and asserts nothing, and runs only when asked for
 * by name. See docs/benchmarks.md.
 */
class EngineSpeed {

  private static final int WARM_UP = 20_000;
  private static final int READS = 200_000;
  private static final int FOLDED_CUSTOMERS = 4_000;
  private static final double NANOS_PER_MICRO = 1_000.0;

  private final CompiledView view = FortyFeatures.compiled();
  private final List<CustomerEvent> events = FortyFeatures.events(new Random(42));
  private long blackHole;

  @Test
  void decodesAndEvaluates() throws CorruptStateException {
    byte[] blob = view.encode(folded());
    measure(blob, WARM_UP);
    long[] nanos = measure(blob, READS);
    Arrays.sort(nanos);
    System.out.printf(
        "decode and evaluate %d features of %,d bytes: p50 %.1f us, p99 %.1f us, p99.9 %.1f us (%d)%n",
        view.columns().size(),
        blob.length,
        nanos[READS / 2] / NANOS_PER_MICRO,
        nanos[READS / 100 * 99] / NANOS_PER_MICRO,
        nanos[READS / 1_000 * 999] / NANOS_PER_MICRO,
        blackHole);
  }

  private long[] measure(byte[] blob, int reads) throws CorruptStateException {
    long[] nanos = new long[reads];
    for (int i = 0; i < reads; i++) {
      long begun = System.nanoTime();
      FeatureVector vector = view.evaluate(view.decode(blob), SampleView.NOW + i);
      nanos[i] = System.nanoTime() - begun;
      blackHole += vector.hashCode();
    }
    return nanos;
  }

  @Test
  void folds() {
    long folded = 0;
    long begun = System.nanoTime();
    for (int customer = -FOLDED_CUSTOMERS / 2; customer < FOLDED_CUSTOMERS; customer++) {
      if (customer == 0) {
        begun = System.nanoTime();
        folded = 0;
      }
      folded += folded().events();
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    System.out.printf(
        "fold %d features: %,.0f events/s per core%n", view.columns().size(), folded / seconds);
  }

  private FeatureState folded() {
    CustomerFold fold = view.newFold();
    events.forEach(fold::add);
    return fold.state();
  }
}
