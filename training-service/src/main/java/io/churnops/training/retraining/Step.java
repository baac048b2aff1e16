package io.churnops.training.retraining;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The steps of a retraining, in their order. */
enum Step {
  /** A training set is built, or the one that was named is looked at. */
  @JsonProperty("dataset")
  DATASET,
  /** The training set is held against what a model needs. */
  @JsonProperty("validate")
  VALIDATE,
  /** A training run makes a version of it. */
  @JsonProperty("train")
  TRAIN,
  /** The stored artefact scores the test rows again, and must reach what the run told. */
  @JsonProperty("evaluate")
  EVALUATE,
  /** The registry's version is the artefact that verifies. */
  @JsonProperty("register")
  REGISTER,
  /** The version is judged against the champion. */
  @JsonProperty("gate")
  GATE,
  /** The champion's alias moves. */
  @JsonProperty("promote")
  PROMOTE;

  /** As it is written in addresses and answers. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Step> of(String word) {
    return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
  }
}
