package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.features.engine.RandomCases.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;

class FoldPropertyTests {

  private static final int CASES = 300;

  private static void forSeeds(LongConsumer property) {
    for (long seed = 1; seed <= CASES; seed++) {
      try {
        property.accept(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("with seed " + seed, e);
      }
    }
  }

  private static FeatureState folded(CompiledView view, List<CustomerEvent> events) {
    FeatureState state = view.emptyState();
    events.forEach(event -> view.fold(state, event));
    return state;
  }

  @Test
  void agreesWithALoopOverRawEvents() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      List<Feature> features = RandomCases.features(random);
      CompiledView view =
          CompiledView.compile(FeatureViewDefinition.parse(RandomCases.yaml(features)));
      List<CustomerEvent> log = RandomCases.log(random, random.nextInt(80));
      FeatureState state = folded(view, RandomCases.shuffled(log, random));
      for (long at : moments(log, random)) {
        assertThat(values(view.evaluate(state, at)))
            .as("at %d of\n%s", at, RandomCases.yaml(features))
            .isEqualTo(NaiveOracle.vector(features, log, at));
      }
    });
  }

  private static List<Long> moments(List<CustomerEvent> log, Random random) {
    long watermark = RandomCases.watermark(log);
    List<Long> moments = new ArrayList<>();
    moments.add(watermark);
    moments.add(watermark + 1);
    moments.add(watermark + random.nextLong(3 * RandomCases.DAY));
    moments.add(watermark + random.nextLong(100 * RandomCases.DAY));
    long hour = RandomCases.HOUR;
    moments.add((watermark / hour + 1 + random.nextInt(500)) * hour);
    return moments;
  }

  private static List<Object> values(FeatureVector vector) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < vector.size(); i++) {
      values.add(vector.value(i));
    }
    return values;
  }

  @Test
  void anyOrderOfEventsGivesTheSameBytes() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      CompiledView view =
          CompiledView.compile(
              FeatureViewDefinition.parse(RandomCases.yaml(RandomCases.features(random))));
      List<CustomerEvent> log = RandomCases.log(random, random.nextInt(60));
      byte[] expected = view.encode(folded(view, log));
      for (int i = 0; i < 3; i++) {
        assertThat(view.encode(folded(view, RandomCases.shuffled(log, random))))
            .isEqualTo(expected);
      }
    });
  }

  @Test
  void eventsThatAreNotReadIntoNeedNoData() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      CompiledView view =
          CompiledView.compile(
              FeatureViewDefinition.parse(RandomCases.yaml(RandomCases.features(random))));
      List<CustomerEvent> log = RandomCases.log(random, random.nextInt(60));
      assertThat(view.encode(folded(view, RandomCases.withDataOnlyWhereRead(log, view))))
          .isEqualTo(view.encode(folded(view, log)));
    });
  }

  @Test
  void foldingMayPauseAnywhereInEncodedForm() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      CompiledView view =
          CompiledView.compile(
              FeatureViewDefinition.parse(RandomCases.yaml(RandomCases.features(random))));
      List<CustomerEvent> log = RandomCases.log(random, random.nextInt(60));
      FeatureState paused = view.emptyState();
      for (CustomerEvent event : log) {
        view.fold(paused, event);
        if (random.nextInt(5) == 0) {
          paused = recoded(view, paused);
        }
      }
      FeatureState straight = folded(view, log);
      assertThat(view.encode(paused)).isEqualTo(view.encode(straight));
      long at = RandomCases.watermark(log) + random.nextLong(RandomCases.DAY);
      assertThat(view.evaluate(recoded(view, paused), at)).isEqualTo(view.evaluate(straight, at));
    });
  }

  private static FeatureState recoded(CompiledView view, FeatureState state) {
    try {
      return view.decode(view.encode(state));
    } catch (CorruptStateException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void redeliveriesAndRewindsChangeNothing() {
    forSeeds(seed -> {
      Random random = new Random(seed);
      CompiledView view =
          CompiledView.compile(
              FeatureViewDefinition.parse(RandomCases.yaml(RandomCases.features(random))));
      List<CustomerEvent> log = RandomCases.log(random, 1 + random.nextInt(40));
      FeatureState once = view.emptyState();
      FeatureState often = view.emptyState();
      for (int offset = 0; offset < log.size(); offset++) {
        view.fold(once, log.get(offset), 3, offset);
        int rewound = Math.max(0, offset - random.nextInt(5));
        for (int again = rewound; again <= offset; again++) {
          view.fold(often, log.get(again), 3, again);
        }
      }
      assertThat(view.encode(often)).isEqualTo(view.encode(once));
      assertThat(often.events()).isEqualTo(log.size());
    });
  }
}
