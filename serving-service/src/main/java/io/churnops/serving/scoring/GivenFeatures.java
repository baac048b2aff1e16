package io.churnops.serving.scoring;

import io.churnops.forest.ForestInput;
import io.churnops.forest.InputType;
import io.churnops.serving.features.CustomerFeatures.Known;
import io.churnops.serving.model.ServedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Features that came with a request. They are all the model sees: what is not named is missing, and
 * said to be. A name the model does not know is a mistake, for it would silently change nothing.
 */
final class GivenFeatures {

  private static final int LONGEST_CATEGORY = 1_000;

  private GivenFeatures() {}

  /**
   * Fits given features to a model's inputs.
   *
   * @throws InvalidFeaturesException listing everything that does not fit
   */
  static Known fit(
      ServedModel model, String customerId, Map<String, JsonNode> features, Instant now) {
    List<@Nullable Object> values = new ArrayList<>();
    List<String> degraded = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (ForestInput input : model.inputs()) {
      JsonNode given = features.get(input.name());
      if (given == null) {
        degraded.add("missing:" + input.name());
      }
      values.add(fit(input, given, errors));
    }
    var unknown = new TreeSet<>(features.keySet());
    model.inputNames().forEach(unknown::remove);
    unknown.forEach(name -> errors.add(name + " is no input of the model"));
    if (!errors.isEmpty()) {
      throw new InvalidFeaturesException(customerId, errors);
    }
    return new Known(values, now, degraded);
  }

  private static @Nullable Object fit(
      ForestInput input, @Nullable JsonNode given, List<String> errors) {
    if (given == null || given.isNull()) {
      return null;
    }
    if (input.type() == InputType.NUMBER) {
      // Of a number that no double can hold, doubleValue() throws.
      double number = given.isNumber() ? given.asDouble(Double.NaN) : Double.NaN;
      if (Double.isFinite(number)) {
        return number;
      }
      errors.add(input.name() + " must be a finite number or null");
      return null;
    }
    if (given.isString() && given.stringValue().length() <= LONGEST_CATEGORY) {
      return given.stringValue();
    }
    errors.add(
        input.name() + " must be a text of at most " + LONGEST_CATEGORY + " characters or null");
    return null;
  }
}
