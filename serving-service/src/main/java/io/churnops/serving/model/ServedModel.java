package io.churnops.serving.model;

import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureVector;
import io.churnops.features.engine.FeatureViewDefinition;
import io.churnops.forest.FeatureRow;
import io.churnops.forest.ForestInput;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.RiskBand;
import io.churnops.forest.baseline.FeatureProfile;
import io.churnops.forest.explanation.ExplainScores;
import io.churnops.forest.explanation.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A verified model ready to score: its forest, and the feature view its inputs come from. Immutable
 * and safe for use by many threads.
 */
public final class ServedModel {

  private final ModelArtefact artefact;
  private final CompiledView view;
  private final int[] positions;
  private final List<String> inputNames;
  private final Optional<ExplainScores> explainScores;

  private ServedModel(ModelArtefact artefact, CompiledView view, int[] positions) {
    this.artefact = artefact;
    this.view = view;
    this.positions = positions;
    this.inputNames = artefact.model().inputs().names();
    this.explainScores =
        ExplainScores.of(artefact.compiled(), artefact.model().inputs(), artefact.baseline());
  }

  /**
   * Prepares a loaded artefact.
   *
   * @throws RefusedModelException if its view cannot be compiled, or lacks one of its inputs
   */
  static ServedModel of(ModelArtefact artefact) {
    CompiledView view = compile(artefact);
    String expected = artefact.model().view().fingerprint();
    String actual = view.definition().fingerprint();
    if (!actual.equals(expected)) {
      throw RefusedModelException.incompatible(
          "its view has the fingerprint " + actual + ", not " + expected);
    }
    return new ServedModel(artefact, view, positions(artefact, view.columns()));
  }

  private static CompiledView compile(ModelArtefact artefact) {
    try {
      return CompiledView.compile(FeatureViewDefinition.parse(artefact.viewDefinition()));
    } catch (DefinitionException e) {
      throw RefusedModelException.incompatible(String.valueOf(e.getMessage()));
    }
  }

  private static int[] positions(ModelArtefact artefact, List<FeatureColumn> columns) {
    List<String> names = columns.stream().map(FeatureColumn::name).toList();
    List<ForestInput> inputs = artefact.model().inputs().inputs();
    int[] positions = new int[inputs.size()];
    for (int i = 0; i < positions.length; i++) {
      ForestInput input = inputs.get(i);
      positions[i] = names.indexOf(input.name());
      if (positions[i] < 0
          || !columns.get(positions[i]).type().name().equals(input.type().name())) {
        throw RefusedModelException.incompatible(
            "its view has no " + input.type() + " called " + input.name());
      }
    }
    return positions;
  }

  public String name() {
    return description().modelName();
  }

  public int version() {
    return description().modelVersion();
  }

  /** The SHA-256 of the artefact's manifest, which names all of the artefact. */
  public String digest() {
    return artefact.digest();
  }

  /** What the manifest says of the model. */
  public ModelDescription description() {
    return artefact.model();
  }

  public CompiledView view() {
    return view;
  }

  public List<ForestInput> inputs() {
    return description().inputs().inputs();
  }

  public List<String> inputNames() {
    return inputNames;
  }

  /** The values of the inputs, in their order, out of a vector of the {@link #view}. */
  public List<@Nullable Object> inputValues(FeatureVector vector) {
    List<@Nullable Object> values = new ArrayList<>(positions.length);
    for (int position : positions) {
      values.add(vector.value(position));
    }
    return values;
  }

  /**
   * The churn probabilities of rows of input values, each a number, a category or null.
   *
   * @throws io.churnops.forest.InvalidInputException if a value does not fit its input
   */
  public double[] score(List<List<@Nullable Object>> rows) {
    float[][] encoded = new float[rows.size()][];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = description().inputs().encode(FeatureRow.of(rows.get(i)));
    }
    return artefact.score(encoded);
  }

  /**
   * What each value of a row adds to its score, before calibration; nothing where the model cannot
   * tell.
   */
  public Optional<Explanation> explain(List<@Nullable Object> row) {
    float[] encoded = description().inputs().encode(FeatureRow.of(row));
    return explainScores.map(explain -> explain.explain(encoded));
  }

  /** How much work it is to {@link #explain} a row; nothing where the model cannot tell. */
  public OptionalLong explanationSteps() {
    return explainScores
        .map(explain -> OptionalLong.of(explain.steps()))
        .orElse(OptionalLong.empty());
  }

  /** How an input was spread among the training rows. */
  public Optional<FeatureProfile> profile(String input) {
    return artefact.baseline().features().stream()
        .filter(profile -> profile.name().equals(input))
        .findFirst();
  }

  public RiskBand riskBand(double churnProbability) {
    return description().riskBands().of(churnProbability);
  }

  /** The probability from which a customer counts as churning. */
  public double threshold() {
    return description().threshold();
  }
}
