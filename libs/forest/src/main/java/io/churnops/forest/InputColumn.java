package io.churnops.forest;

/** A column a model is trained on: its name in the feature view, and what it holds. */
public record InputColumn(String name, InputType type) {

  public InputColumn {
    if (name.isBlank()) {
      throw new IllegalArgumentException("an input column needs a name");
    }
  }
}
