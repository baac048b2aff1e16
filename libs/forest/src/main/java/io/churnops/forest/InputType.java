package io.churnops.forest;

/** What a model input holds. */
public enum InputType {
  NUMBER,
  CATEGORY
}
