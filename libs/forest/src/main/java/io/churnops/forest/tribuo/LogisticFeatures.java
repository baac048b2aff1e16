package io.churnops.forest.tribuo;

import io.churnops.forest.ForestInput;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.InputType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.classification.Label;
import org.tribuo.impl.ArrayExample;

/** Encoded rows as the named features that Tribuo's logistic regression learns weights of. */
record LogisticFeatures(ForestInputs inputs, List<LogisticScale> scales) {

  /** Keeps a row without any other feature an example. */
  static final String CONSTANT = "constant";

  static String number(ForestInput input) {
    return "number:" + input.name();
  }

  static String missing(ForestInput input) {
    return "missing:" + input.name();
  }

  static String category(ForestInput input, int code) {
    return "category:" + input.name() + ":" + code;
  }

  Example<Label> example(float[] row, Label label) {
    List<String> names = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    names.add(CONSTANT);
    values.add(1.0);
    for (int column = 0; column < row.length; column++) {
      ForestInput input = inputs.inputs().get(column);
      LogisticScale scale = scales.get(column);
      if (row[column] == ForestInputs.MISSING) {
        names.add(missing(input));
        values.add(1.0);
      } else if (input.type() == InputType.CATEGORY) {
        names.add(category(input, (int) row[column]));
        values.add(1.0);
      } else if (scale.deviation() > 0) {
        names.add(number(input));
        values.add(scale.standardised(row[column]));
      }
    }
    return new ArrayExample<>(
        label,
        names.toArray(String[]::new),
        IntStream.range(0, values.size()).mapToDouble(values::get).toArray());
  }
}
