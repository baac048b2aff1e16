package io.churnops.training.promotion;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.baseline.CategoryProfile;
import io.churnops.forest.baseline.FeatureProfile;
import io.churnops.forest.baseline.NumberProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How long a version takes for one row: the median over rows such as it was trained on. */
final class OneRowLatency {

  private static final int ROWS = 16;
  private static final int WARM_UP = 2_000;
  private static final int TIMED = 1_001;

  private OneRowLatency() {}

  static Duration of(ModelArtefact artefact) {
    List<FeatureRow> rows = typicalRows(artefact);
    for (int i = 0; i < WARM_UP; i++) {
      artefact.score(rows.get(i % ROWS));
    }
    long[] nanos = new long[TIMED];
    for (int i = 0; i < TIMED; i++) {
      long began = System.nanoTime();
      artefact.score(rows.get(i % ROWS));
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    return Duration.ofNanos(nanos[TIMED / 2]);
  }

  /** Rows whose values are deciles and frequent categories of the training rows. */
  private static List<FeatureRow> typicalRows(ModelArtefact artefact) {
    Map<String, FeatureProfile> profiles =
        artefact.baseline().features().stream()
            .collect(Collectors.toMap(FeatureProfile::name, Function.identity()));
    return IntStream.range(0, ROWS)
        .mapToObj(row -> {
          var values = new ArrayList<@Nullable Object>();
          artefact
              .model()
              .inputs()
              .names()
              .forEach(name -> values.add(value(profiles.get(name), row + values.size())));
          return FeatureRow.of(values);
        })
        .toList();
  }

  private static @Nullable Object value(@Nullable FeatureProfile profile, int turn) {
    return switch (profile) {
      case null -> null;
      case NumberProfile number -> nth(number.edges(), turn);
      case CategoryProfile category -> {
        var frequent = nth(category.categories(), turn);
        yield frequent == null ? null : frequent.value();
      }
    };
  }

  private static <T> @Nullable T nth(List<T> values, int turn) {
    return values.isEmpty() ? null : values.get(turn % values.size());
  }
}
