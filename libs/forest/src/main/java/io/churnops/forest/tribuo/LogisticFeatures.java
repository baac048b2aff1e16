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
 * <p>A feature that a row has not is zero, said or not. Tribuo adds up gradients of rows that say
 * all their zeros, and merges others feature by feature, which takes several times as long; so rows
 * say them unless there are more than {@value #FEATURES_PER_INPUT} features to an input.
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
    this.inputs = inputs;
    this.scales = scales;
    this.names = IntStream.range(0, inputs.size()).mapToObj(this::names).toList();
    this.zeros = names.stream().mapToInt(List::size).sum() <= FEATURES_PER_INPUT * inputs.size();
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
      String present = present(column, row[column]);
      for (String name : names.get(column)) {
        boolean has = name.equals(present);
        if (has || zeros) {
          said.add(name);
          values.add(has ? value(column, row[column]) : 0.0);
        }
      }
    }
    return new ArrayExample<>(
        label,
        said.toArray(String[]::new),
        values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Features of an input that training rows have. */
  private List<String> names(int column) {
    ForestInput input = inputs.inputs().get(column);
    LogisticScale scale = scales.get(column);
    Stream<String> known =
        input.type() == InputType.CATEGORY
            ? IntStream.range(0, input.codes()).mapToObj(code -> category(input, code))
            : Stream.of(number(input)).filter(number -> scale.deviation() > 0);
    return Stream.concat(known, Stream.of(missing(input)).filter(missing -> scale.missing()))
        .toList();
  }

  private String present(int column, float value) {
    ForestInput input = inputs.inputs().get(column);
    if (value == ForestInputs.MISSING) {
      return missing(input);
    }
    return input.type() == InputType.CATEGORY ? category(input, (int) value) : number(input);
  }

  private double value(int column, float value) {
    boolean number =
        inputs.inputs().get(column).type() == InputType.NUMBER && value != ForestInputs.MISSING;
    return number ? scales.get(column).standardised(value) : 1;
  }
}
