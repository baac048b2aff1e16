package io.churnops.training.promotion;

import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.evaluation.BinaryMetrics;
import io.churnops.forest.evaluation.Interval;
import io.churnops.kit.problem.ProblemException;
import io.churnops.training.card.ModelCard;
import io.churnops.training.comparison.ComparedRows;
import io.churnops.training.comparison.IncomparableException;
import io.churnops.training.datasets.DatasetException;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import io.churnops.training.datasets.FetchDataset;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.evaluation.AucDifference;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.AliasHistory;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ChampionComparison;
import io.churnops.training.registry.Gate;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a version ranks better than the champion: both score the newest test rows of the two, and
 * the champion loses its place only to an AUC that is better beyond chance. A version that was the
 * champion before may return without that.
 */
@Component
class BetterThanChampion {

  private static final String GATE = "better_than_champion";

  private final ModelRegistry registry;
  private final AliasHistory history;
  private final ArtefactStore artefacts;
  private final FetchDataset fetchDataset;
  private final JsonMapper json;

  BetterThanChampion(
      ModelRegistry registry,
      AliasHistory history,
      ArtefactStore artefacts,
      FetchDataset fetchDataset,
      JsonMapper json) {
    this.registry = registry;
    this.history = history;
    this.artefacts = artefacts;
    this.fetchDataset = fetchDataset;
    this.json = json;
  }

  Outcome judge(Candidate candidate, GateSettings limits) {
    String model = candidate.modelName();
    Optional<ModelVersion> champion = registry.meantBy(model, Alias.CHAMPION);
    if (champion.isEmpty()) {
      return new Outcome(0, Gate.of(GATE, true, "There was no champion."), null);
    }
    int current = champion.get().version();
    if (current == candidate.version()) {
      return new Outcome(current, Gate.of(GATE, true, "It is the champion."), null);
    }
    if (history.hasMeant(model, Alias.CHAMPION, candidate.version())) {
      return new Outcome(current, Gate.of(GATE, true, "It was the champion before."), null);
    }
    if (!limits.betterThanChampion()) {
      return new Outcome(current, Gate.of(GATE, true, "It need not be better."), null);
    }
    return compare(candidate, champion.get());
  }

  private Outcome compare(Candidate challenger, ModelVersion champion) {
    try {
      ModelCard card =
          json.treeToValue(
              registry.card(champion.modelName(), champion.version()), ModelCard.class);
      ModelArtefact artefact = artefacts.verify(champion);
      ComparedRows rows = newestRows(challenger, card);
      double[] championScores = rows.scores(artefact, card);
      double[] scores = rows.scores(challenger.artefact(), challenger.card());
      return judge(champion.version(), rows, scores, championScores, rows.werePast(card.split()));
    } catch (IncomparableException e) {
      return incomparable(champion, e.reason());
    } catch (ProblemException e) {
      if (challenger.waits() && e.isPassing()) {
        throw e;
      }
      return incomparable(champion, "its artefact does not load: " + e.getBody().getDetail());
    } catch (FeatureServiceUnavailableException e) {
      if (challenger.waits()) {
        throw e;
      }
      return incomparable(champion, "the rows to compare on are not there: " + e.getMessage());
    } catch (DatasetException e) {
      return incomparable(champion, "the rows to compare on are not there: " + e.getMessage());
    }
  }

  /** The test rows of whichever version was tested on newer ones. */
  private ComparedRows newestRows(Candidate challenger, ModelCard champion) {
    SplitReport split = challenger.card().split();
    if (champion.split().testedLaterThan(split)) {
      return ComparedRows.tested(
          fetchDataset.fetchNow(champion.data().datasetId(), champion.label().name()),
          champion.split());
    }
    return ComparedRows.tested(challenger.data().get(), split);
  }

  private static Outcome judge(
      int champion,
      ComparedRows rows,
      double[] scores,
      double[] championScores,
      boolean championKnewTheTime) {
    boolean[] churned = rows.churned();
    AucDifference difference = rows.difference(scores, championScores);
    Interval interval = difference.interval();
    var comparison =
        new ChampionComparison(
            rows.datasetId(),
            rows.size(),
            BinaryMetrics.auc(scores, churned),
            BinaryMetrics.auc(championScores, churned),
            difference.difference(),
            interval.low(),
            interval.high(),
            championKnewTheTime);
    String reason =
        String.format(
            Locale.ROOT,
            "AUC %.4f against %.4f of version %d on the same %d rows, %s (difference %+.4f,"
                + " 95 %%: %+.4f to %+.4f).",
            comparison.challengerAuc(),
            comparison.championAuc(),
            champion,
            comparison.rows(),
            difference.better() ? "better beyond chance" : "not better beyond chance",
            comparison.difference(),
            comparison.low(),
            comparison.high());
    return new Outcome(
        champion,
        new Gate(GATE, difference.better(), comparison.difference(), 0.0, reason),
        comparison);
  }

  private static Outcome incomparable(ModelVersion champion, String why) {
    return new Outcome(
        champion.version(),
        Gate.of(
            GATE,
            false,
            "Version %d could not be compared: %s."
                .formatted(champion.version(), why.replaceFirst("\\.$", ""))),
        null);
  }

  /**
   * What the comparison came to.
   *
   * @param champion its version, 0 for none
   */
  record Outcome(int champion, Gate gate, @Nullable ChampionComparison comparison) {}
}
