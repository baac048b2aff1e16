package io.churnops.serving.scoring;

import io.churnops.forest.baseline.CategoryCount;
import io.churnops.forest.baseline.CategoryProfile;
import io.churnops.forest.baseline.FeatureProfile;
import io.churnops.forest.baseline.NumberProfile;
import io.churnops.forest.explanation.Explanation;
import io.churnops.serving.model.ServedModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says in words why a customer has its score: the inputs that move it most, each set beside the
 * customers that the model learnt from.
 */
final class NameReasons {

  static final int MOST = 5;

  /** Below it, a contribution may be what rounding has left of none. */
  private static final double LEAST = 1e-9;

  private static final int DIGITS = 3;

  private NameReasons() {}

  /** The strongest reasons first; inputs that change nothing are none. */
  static List<ScoreReason> of(
      ServedModel model, List<@Nullable Object> values, Explanation explanation) {
    List<Double> contributions = explanation.contributions();
    return IntStream.range(0, contributions.size())
        .filter(input -> Math.abs(contributions.get(input)) >= LEAST)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer input) -> -Math.abs(contributions.get(input)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .map(input -> reason(model, input, values.get(input), contributions.get(input)))
        .toList();
  }

  private static ScoreReason reason(
      ServedModel model, int input, @Nullable Object value, double contribution) {
    String name = model.inputNames().get(input);
    String text =
        "%s %s; it %s the risk"
            .formatted(
                name,
                model
                    .profile(name)
                    .map(profile -> words(value, profile))
                    .orElseGet(() -> plainly(value)),
                contribution > 0 ? "raises" : "lowers");
    return new ScoreReason(name, value, contribution, text);
  }

  private static String plainly(@Nullable Object value) {
    return switch (value) {
      case null -> "is not known";
      case Number number -> "is " + shortened(number.doubleValue());
      default -> "is " + value;
    };
  }

  private static String words(@Nullable Object value, FeatureProfile profile) {
    String plain = plainly(value);
    return switch (profile) {
      case FeatureProfile any when value == null && any.missing() == 0 ->
          plain + ", though it is of everyone else";
      case FeatureProfile any when value == null ->
          plain + ", as for " + percent(any.missing(), any.rows()) + " of customers";
      case NumberProfile numbers when value instanceof Number number ->
          plain + place(number.doubleValue(), numbers);
      case CategoryProfile categories -> plain + share(String.valueOf(value), categories);
      case NumberProfile _ -> plain;
    };
  }

  /** Where a number lies among those of the training rows, as far as their bins tell. */
  private static String place(double value, NumberProfile profile) {
    int bin = profile.bin(value);
    long known = profile.rows() - profile.missing();
    long below = sum(profile.counts().subList(0, bin));
    long above = sum(profile.counts().subList(bin + 1, profile.counts().size()));
    if (2 * below >= known && below > 0) {
      return ", more than " + percent(below, known) + " of customers have";
    }
    if (2 * above >= known && above > 0) {
      return ", less than " + percent(above, known) + " of customers have";
    }
    return ", as is usual";
  }

  private static String share(String category, CategoryProfile profile) {
    return profile.categories().stream()
        .filter(listed -> listed.value().equals(category))
        .mapToLong(CategoryCount::count)
        .findFirst()
        .stream()
        .mapToObj(count -> ", as for " + percent(count, profile.rows()) + " of customers")
        .findFirst()
        .orElse(", which is rare");
  }

  private static long sum(List<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static String percent(long part, long whole) {
    double percent = whole == 0 ? 0 : 100.0 * part / whole;
    return percent > 0 && percent < 1 ? "less than 1 %" : "%d %%".formatted((long) percent);
  }

  /** Three digits, or all before the point. */
  private static String shortened(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal rounded =
        exact.abs().compareTo(BigDecimal.valueOf(100)) >= 0
            ? exact.setScale(0, RoundingMode.HALF_EVEN)
            : exact.round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    return rounded.stripTrailingZeros().toPlainString();
  }
}
