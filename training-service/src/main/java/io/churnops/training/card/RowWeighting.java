package io.churnops.training.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much the rows that a model learnt from counted, where they did not count the same.
 *
 * @param halfLifeDays a row counted half when it was so much older than the newest
 * @param churned a churner counted as much as so many who stayed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RowWeighting(@Nullable Double halfLifeDays, @Nullable Double churned) {

  /** The weights, or nothing where all rows counted the same. */
  public static @Nullable RowWeighting of(
      @Nullable Double halfLifeDays, @Nullable Double churnedWeight) {
    return halfLifeDays == null && churnedWeight == null
        ? null
        : new RowWeighting(halfLifeDays, churnedWeight);
  }

  /** A sentence for each weight, without its subject and its full stop. */
  public List<String> words() {
    var words = new ArrayList<String>();
    if (halfLifeDays != null) {
      words.add(
          String.format(
              Locale.ROOT, "counted rows half with every %.1f days of age", halfLifeDays));
    }
    if (churned != null) {
      words.add(String.format(Locale.ROOT, "counted a customer who churned %.2f times", churned));
    }
    return words;
  }
}
