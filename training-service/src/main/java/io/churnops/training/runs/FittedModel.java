package io.churnops.training.runs;

import io.churnops.forest.CompiledModel;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInputs;
import io.churnops.forest.ModelParameters;
import io.churnops.forest.TrainingTable;
import io.churnops.training.forests.GrownElsewhere;
import java.time.Instant;
import java.util.List;
import org.tribuo.Model;
import org.tribuo.classification.Label;

/**
 * A model that an algorithm made of rows.
 *
 * @param parameters with as many trees as were grown
 * @param table the rows it learnt from, encoded by its inputs
 * @param grownElsewhere the forests of the run, up to this one, that it did not grow itself
 */
record FittedModel(
    ModelParameters parameters,
    ForestInputs inputs,
    TrainingTable table,
    CompiledModel compiled,
    TribuoForm tribuoForm,
    List<GrownElsewhere> grownElsewhere) {

  FittedModel(
      ModelParameters parameters,
      ForestInputs inputs,
      TrainingTable table,
      CompiledModel compiled,
      TribuoForm tribuoForm) {
    this(parameters, inputs, table, compiled, tribuoForm, List.of());
  }

  /** What scores rows, without those it learnt from. */
  ScoringModel scoring() {
    return new ScoringModel(parameters, inputs, compiled);
  }

  /**
   * The same model as Tribuo has it, which scores rows it learnt from, and others, as the compiled
   * one does.
   */
  Model<Label> tribuo(Instant trainedAt, List<FeatureRow> otherRows) {
    return tribuoForm.of(trainedAt, otherRows.stream().map(inputs::encode).toList());
  }

  /** Gives Tribuo's form of a model, compared with the compiled one on some rows. */
  @FunctionalInterface
  interface TribuoForm {
    Model<Label> of(Instant trainedAt, List<float[]> otherRows);
  }
}
