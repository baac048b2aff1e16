package io.churnops.forest.tribuo;

import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/**
 * Encoded rows as the named features that Tribuo's logistic regression learns weights of. Of an
 * input's features a row has one at most.
 *
 * <p>A feature that a row lacks counts as zero, whether the row says so or not. Tribuo adds up the
 * gradients of rows that say all their zeros, and merges those of others feature by feature, which
 * takes two to four times as long. Rows say them where inputs have {@value #FEATURES_PER_INPUT}
 * features each on average, or fewer, and take at most two thirds more memory then.
 */
final class LogisticFeatures {

  /** Keeps a row without any other feature an example. */
  static final String CONSTANT = "constant";

  private static final int FEATURES_PER_INPUT = 2;

  private final ForestInputs inputs;
  private final List<LogisticScale> scales;
  private final List<List<String>> names;
  private final boolean zeros;

  LogisticFeatures(ForestInputs inputs, List<LogisticScale> scales) {
    this(inputs, scales, fewFeatures(inputs, scales));
  }

  /** Features of rows that say their zeros, or do not. */
  LogisticFeatures(ForestInputs inputs, List<LogisticScale> scales, boolean zeros) {
    this.inputs = inputs;
    this.scales = scales;
    this.zeros = zeros;
    this.names =
        IntStream.range(0, inputs.size())
            .mapToObj(column -> names(inputs.inputs().get(column), scales.get(column)))
            .toList();
  }

  private static boolean fewFeatures(ForestInputs inputs, List<LogisticScale> scales) {
    int features =
        IntStream.range(0, inputs.size())
            .map(column -> names(inputs.inputs().get(column), scales.get(column)).size())
            .sum();
    return features <= FEATURES_PER_INPUT * inputs.size();
  }

  static String number(ForestInput input) {
    return "number:" + input.name();
  }

  static String missing(ForestInput input) {
    return "missing:" + input.name();
  }

  static String category(ForestInput input, int code) {
    return "category:" + input.name() + ":" + code;
  }

  ForestInputs inputs() {
    return inputs;
  }

  List<LogisticScale> scales() {
    return scales;
  }

  Example<Label> example(float[] row, Label label) {
    List<String> said = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    said.add(CONSTANT);
    values.add(1.0);
    for (int column = 0; column < row.length; column++) {
      List<String> features = names.get(column);
      int present = present(column, row[column]);
      for (int feature = 0; feature < features.size(); feature++) {
        if (feature == present || zeros) {
          said.add(features.get(feature));
          values.add(feature == present ? value(column, row[column]) : 0.0);
        }
      }
    }
    return new ArrayExample<>(
        label,
        said.toArray(String[]::new),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Features of an input that training rows have. */
  private static List<String> names(ForestInput input, LogisticScale scale) {
    Stream<String> known =
        input.type() == InputType.CATEGORY
            ? IntStream.range(0, input.codes()).mapToObj(code -> category(input, code))
            : Stream.of(number(input)).filter(number -> scale.deviation() > 0);
    return Stream.concat(known, Stream.of(missing(input)).filter(missing -> scale.missing()))
        .toList();
  }

  /** The place of the feature that a row has; none of a place where there is no such feature. */
  private int present(int column, float value) {
    if (value == ForestInputs.MISSING) {
      return scales.get(column).missing() ? names.get(column).size() - 1 : -1;
    }
    if (inputs.inputs().get(column).type() == InputType.CATEGORY) {
      return (int) value;
    }
    return scales.get(column).deviation() > 0 ? 0 : -1;
  }

  private double value(int column, float value) {
    boolean number =
        inputs.inputs().get(column).type() == InputType.NUMBER && value != ForestInputs.MISSING;
    return number ? scales.get(column).standardised(value) : 1;
  }
}
