package io.churnops.training.tracking;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A statement in the making, with its parameters in their order. */
final class Sql {

  private final StringBuilder text;
  private final List<Object> parameters = new ArrayList<>();

  Sql(String beginning) {
    this.text = new StringBuilder(beginning);
  }

  Sql add(String words, Object... values) {
    text.append(words);
    Collections.addAll(parameters, values);
    return this;
  }

  Sql add(Sql other) {
    text.append(other.text);
    parameters.addAll(other.parameters);
    return this;
  }

  String text() {
    return text.toString();
  }

  List<Object> parameters() {
    return parameters;
  }
}
