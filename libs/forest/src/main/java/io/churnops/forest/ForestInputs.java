package io.churnops.forest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * The signature of a model: its inputs in order, and how a feature row becomes the floats the trees
 * compare. Training and serving encode through this one class, so thresholds agree everywhere.
 *
 * <ul>
 *   <li>A number is rounded to float and clamped to ±{@value #LARGEST}; NaN and infinities are
 *       refused.
 *   <li>A category becomes its code ({@link ForestInput}); one that was not seen in training takes
 *       the code of the pooled rare ones, or counts as missing where none were pooled.
 *   <li>A missing value is {@value #MISSING}, below every value. A split of a tree may send it
 *       right all the same ({@link MissingValues}).
 * </ul>
 *
 * Immutable and safe for use by many threads. In JSON it is the list of its inputs.
 */
public final class ForestInputs {

  /** What a missing value is coded as. */
  public static final float MISSING = -1.0e30f;

  /** The greatest magnitude of a value. */
  public static final float LARGEST = 1.0e29f;

  private final List<ForestInput> inputs;
  private final List<Map<String, Float>> codes;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public ForestInputs(List<ForestInput> inputs) {
    this.inputs = List.copyOf(inputs);
    if (inputs.isEmpty() || inputs.size() > CompiledForest.MAX_INPUTS) {
      throw new IllegalArgumentException(
          "a model has 1 to " + CompiledForest.MAX_INPUTS + " inputs, not " + inputs.size());
    }
    var names = new HashSet<String>();
    codes = new ArrayList<>(inputs.size());
    for (ForestInput input : inputs) {
      if (!names.add(input.name())) {
        throw new IllegalArgumentException("two inputs are called " + input.name());
      }
      var codesOfInput = new HashMap<String, Float>();
      for (int i = 0; i < input.categories().size(); i++) {
        codesOfInput.put(input.categories().get(i), input.codeAt(i));
      }
      codes.add(codesOfInput);
    }
  }

  /** Learns the categories of the columns and their order from training rows. */
  public static ForestInputs fit(
      List<InputColumn> columns, Iterable<? extends LabelledRow> trainingRows) {
    var fitter = new ForestInputsFitter(columns);
    for (LabelledRow row : trainingRows) {
      fitter.observe(row.row(), row.churned());
    }
    return fitter.fit();
  }

  @JsonValue
  public List<ForestInput> inputs() {
    return inputs;
  }

  public int size() {
    return inputs.size();
  }

  public List<String> names() {
    return inputs.stream().map(ForestInput::name).toList();
  }

  public List<InputColumn> columns() {
    return inputs.stream().map(input -> new InputColumn(input.name(), input.type())).toList();
  }

  /** The row as the trees see it, one float per input. */
  public float[] encode(FeatureRow row) {
    float[] encoded = new float[inputs.size()];
    encode(row, encoded);
    return encoded;
  }

  /**
   * Writes the row as the trees see it into an array of {@link #size} floats.
   *
   * @throws InvalidInputException if the row is of another width, or a value is not finite or of
   *     the wrong type
   */
  public void encode(FeatureRow row, float[] into) {
    if (row.size() != inputs.size() || into.length != inputs.size()) {
      throw new InvalidInputException(
          "the model has " + inputs.size() + " inputs, the row " + row.size() + " values");
    }
    for (int i = 0; i < into.length; i++) {
      into[i] = row.isMissing(i) ? MISSING : encode(i, row);
    }
  }

  private float encode(int column, FeatureRow row) {
    ForestInput input = inputs.get(column);
    return switch (input.type()) {
      case NUMBER -> encode(input, row.number(column));
      case CATEGORY -> {
        Float code = codes.get(column).get(row.category(column));
        yield code == null ? input.codeOfOther() : code;
      }
    };
  }

  private static float encode(ForestInput input, double value) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(input.name() + " is " + value + ", not a finite number");
    }
    return (float) Math.clamp(value, -LARGEST, LARGEST);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForestInputs that && inputs.equals(that.inputs);
  }

  @Override
  public int hashCode() {
    return inputs.hashCode();
  }

  @Override
  public String toString() {
    return inputs.toString();
  }
}
