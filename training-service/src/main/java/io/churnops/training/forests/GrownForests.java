package io.churnops.training.forests;

import io.churnops.forest.BinnedTable;
import io.churnops.forest.CheckGrown;
import io.churnops.forest.CompiledForest;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.ForestPart;
import io.churnops.forest.NotGrownSoException;
import io.churnops.forest.TrainingTable;
import io.churnops.training.datasets.DatasetException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The forests that one run was asked to use instead of growing them, and what became of them.
 * Confined to one thread.
 */
public final class GrownForests {

  private final Map<String, ForestPart> waiting;
  private final RandomGenerator lot;
  private final int grownAgain;
  private final List<String> tables = new ArrayList<>();
  private final List<GrownElsewhere> used = new ArrayList<>();

  /**
   * Forests by their ids.
   *
   * @param lot whatever it gives must not be foreseeable by whoever grew them
   * @param grownAgain how many trees of each are grown again
   */
  GrownForests(Map<String, ForestPart> forests, RandomGenerator lot, int grownAgain) {
    this.waiting = new TreeMap<>(forests);
    this.lot = lot;
    this.grownAgain = grownAgain;
  }

  /** Those of a run that grows all its forests itself. */
  public static GrownForests none() {
    return new GrownForests(Map.of(), new SecureRandom(), 0);
  }

  /**
   * The forest that the run would grow of a table, where it was grown elsewhere.
   *
   * @param threads that check it
   * @throws DatasetException if it is not what it says, or none of those that wait was grown with
   *     these parameters
   */
  public Optional<CompiledForest> of(
      TrainingTable table, ForestParameters parameters, int threads) {
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    requireParameters(parameters);
    BinnedTable binned = BinnedTable.of(table, threads);
    tables.add("%s of %,d rows".formatted(binned.sha256(), binned.rows()));
    return waiting.entrySet().stream()
        .filter(forest -> forest.getValue().isOf(binned, parameters))
        .findFirst()
        .map(forest ->
            use(forest.getKey(), forest.getValue(), binned, new CheckGrown(threads, lot)));
  }

  private void requireParameters(ForestParameters parameters) {
    waiting.forEach((forestId, part) -> {
      if (!part.parameters().equals(parameters)) {
        throw new DatasetException(
            "forest_of_other_parameters",
            "Forest %s was grown with %s, the run asks for %s"
                .formatted(forestId, part.parameters(), parameters));
      }
    });
  }

  private CompiledForest use(
      String forestId, ForestPart part, BinnedTable binned, CheckGrown check) {
    try {
      List<Integer> again = check.check(part, binned, grownAgain);
      used.add(new GrownElsewhere(forestId, part.table(), binned.rows(), again, part.grownOn()));
    } catch (NotGrownSoException e) {
      throw new DatasetException(
          "forest_not_grown_so",
          "Forest %s is not what growing it of its rows gives: %s"
              .formatted(forestId, e.getMessage()));
    }
    waiting.remove(forestId);
    return part.trees();
  }

  /** Those that the run has used so far. */
  public List<GrownElsewhere> used() {
    return List.copyOf(used);
  }

  /**
   * Makes sure that the run used what it was asked to use.
   *
   * @throws DatasetException if a forest is of other rows than the run learns from
   */
  public void requireAllUsed(String datasetId) {
    if (!waiting.isEmpty()) {
      throw new DatasetException(
          "forest_of_other_rows",
          "%s: the run learns from dataset %s, tables %s"
              .formatted(
                  waiting.entrySet().stream()
                      .map(forest ->
                          "Forest %s is of table %s"
                              .formatted(forest.getKey(), forest.getValue().table()))
                      .collect(Collectors.joining(", ")),
                  datasetId,
                  String.join(" and ", tables)));
    }
  }
}
