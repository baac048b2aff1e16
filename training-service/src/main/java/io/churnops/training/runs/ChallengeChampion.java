package io.churnops.training.runs;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InputColumn;
import io.churnops.forest.artefact.ArtefactException;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Interval;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.evaluation.AucDifference;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Decides whether a trained model takes the champion's place: the champion scores the challenger's
 * test rows, and loses its place only to an AUC that is better beyond chance.
 */
@Component
class ChallengeChampion {

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final RunQueue runs;

  ChallengeChampion(ModelRegistry registry, ArtefactStore artefacts, RunQueue runs) {
    this.registry = registry;
    this.artefacts = artefacts;
    this.runs = runs;
  }

  PromotionDecision decide(RunRequest request, Dataset data, TrainedModel trained) {
    Optional<ModelVersion> champion = registry.meantBy(request.model(), Alias.CHAMPION);
    int version = champion.map(ModelVersion::version).orElse(0);
    Promote wish = request.promotion();
    return switch (wish) {
      case NEVER ->
          new PromotionDecision(wish, false, version, "The run was not to promote.", null);
      case ALWAYS ->
          new PromotionDecision(wish, true, version, "The run was to promote always.", null);
      case IF_BETTER ->
          champion
              .map(current -> compare(current, data, trained))
              .orElseGet(
                  () -> new PromotionDecision(wish, true, 0, "There was no champion.", null));
    };
  }

  private PromotionDecision compare(ModelVersion champion, Dataset data, TrainedModel challenger) {
    String label = data.manifest().label().name();
    String predicted = champion.signature().at("/label/name").asString(label);
    if (!predicted.equals(label)) {
      return incomparable(champion, "it predicts %s, not %s".formatted(predicted, label));
    }
    ModelArtefact artefact;
    try {
      artefact = artefacts.load(champion.modelName(), champion.version());
    } catch (ArtefactException | UncheckedIOException e) {
      return incomparable(champion, "its artefact does not load: " + e.getMessage());
    }
    List<InputColumn> inputs = artefact.model().inputs().columns();
    int[] places = inputs.stream().mapToInt(data.columns()::indexOf).toArray();
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        return incomparable(
            champion, "the dataset has no column %s".formatted(inputs.get(i).name()));
      }
    }
    double[] scores =
        Arrays.stream(challenger.split().test())
            .mapToDouble(row -> artefact.score(new Projected(data.row(row), places)))
            .toArray();
    return judge(champion, data, challenger, scores);
  }

  private PromotionDecision judge(
      ModelVersion champion, Dataset data, TrainedModel challenger, double[] championScores) {
    boolean[] churned = data.churned(challenger.split().test());
    AucDifference difference = AucDifference.of(challenger.testScores(), championScores, churned);
    Interval interval = difference.interval();
    var comparison =
        new PromotionDecision.Comparison(
            churned.length,
            challenger.evaluation().auc(),
            BinaryMetrics.auc(championScores, churned),
            difference.difference(),
            interval.low(),
            interval.high(),
            knewTheTime(champion, data, challenger));
    String reason =
        String.format(
            Locale.ROOT,
            "AUC %.4f against %.4f of version %d on the same %d rows, %s (difference %+.4f,"
                + " 95 %%: %+.4f to %+.4f).",
            comparison.challengerAuc(),
            comparison.championAuc(),
            champion.version(),
            comparison.rows(),
            difference.better() ? "better beyond chance" : "not better beyond chance",
            comparison.difference(),
            comparison.low(),
            comparison.high());
    return new PromotionDecision(
        Promote.IF_BETTER, difference.better(), champion.version(), reason, comparison);
  }

  private boolean knewTheTime(ModelVersion champion, Dataset data, TrainedModel challenger) {
    Instant firstTest =
        Arrays.stream(challenger.split().test())
            .mapToObj(data::cutoff)
            .min(Instant::compareTo)
            .orElseThrow();
    JsonNode split = runs.run(champion.runId()).split();
    return split != null
        && split
            .path("past")
            .path("cutoffs")
            .valueStream()
            .anyMatch(cutoff -> !Instant.parse(cutoff.asString()).isBefore(firstTest));
  }

  private static PromotionDecision incomparable(ModelVersion champion, @Nullable String why) {
    return new PromotionDecision(
        Promote.IF_BETTER,
        false,
        champion.version(),
        "Version %d could not be compared: %s. Promote by hand if this is wanted."
            .formatted(champion.version(), why),
        null);
  }

  /** A row of the dataset as the champion's inputs see it. */
  private record Projected(FeatureRow row, int[] places) implements FeatureRow {

    @Override
    public int size() {
      return places.length;
    }

    @Override
    public boolean isMissing(int column) {
      return row.isMissing(places[column]);
    }

    @Override
    public double number(int column) {
      return row.number(places[column]);
    }

    @Override
    public String category(int column) {
      return row.category(places[column]);
    }
  }
}
