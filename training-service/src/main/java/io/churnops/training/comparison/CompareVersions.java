package io.churnops.training.comparison;

import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.evaluation.Evaluation;
import io.churnops.forest.evaluation.Interval;
import io.churnops.training.card.ModelCard;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.FetchDataset;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import io.churnops.training.datasets.SplitRequest;
import io.churnops.training.evaluation.AucDifference;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Lets two versions of a model score the same rows. */
@Component
class CompareVersions {

  private static final SplitRequest NEWEST_CUTOFF = new SplitRequest(1, 1);

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final FetchDataset fetchDataset;
  private final JsonMapper json;

  CompareVersions(
      ModelRegistry registry, ArtefactStore artefacts, FetchDataset fetchDataset, JsonMapper json) {
    this.registry = registry;
    this.artefacts = artefacts;
    this.fetchDataset = fetchDataset;
    this.json = json;
  }

  /**
   * Compares two versions.
   *
   * @param datasetId whose newest labelled rows they score; null for the newer test rows of the
   *     two, of equally new ones those of the later version
   * @throws IncomparableException when one of them cannot score the rows
   */
  VersionComparison compare(String model, int a, int b, @Nullable String datasetId) {
    Contender first = contender(model, a);
    Contender second = contender(model, b);
    ComparedRows rows = datasetId == null ? newer(first, second) : newest(datasetId, first);
    boolean[] churned = rows.churned();
    double[] firstScores = rows.scores(first.artefact(), first.card());
    double[] secondScores = rows.scores(second.artefact(), second.card());
    VersionComparison.Side firstSide = side(first, rows, firstScores, churned);
    VersionComparison.Side secondSide = side(second, rows, secondScores, churned);
    return new VersionComparison(
        model,
        rows.datasetId(),
        rows.size(),
        firstSide,
        secondSide,
        difference(rows.difference(secondScores, firstScores)),
        differences(firstSide.metrics(), secondSide.metrics()),
        decisions(first, firstScores, second, secondScores));
  }

  private Contender contender(String model, int version) {
    ModelArtefact artefact = artefacts.verify(registry.version(model, version));
    ModelCard card = json.treeToValue(registry.card(model, version), ModelCard.class);
    return new Contender(version, artefact, card);
  }

  private ComparedRows newer(Contender first, Contender second) {
    ModelCard older = first.version() < second.version() ? first.card() : second.card();
    ModelCard latest = first.version() < second.version() ? second.card() : first.card();
    ModelCard newer = older.split().testedLaterThan(latest.split()) ? older : latest;
    return ComparedRows.tested(
        fetchDataset.fetchNow(newer.data().datasetId(), newer.label().name()), newer.split());
  }

  private ComparedRows newest(String datasetId, Contender first) {
    Dataset data = fetchDataset.fetchNow(datasetId, first.card().label().name());
    return ComparedRows.tested(data, SplitReport.of(data, Split.of(data, NEWEST_CUTOFF)));
  }

  private static VersionComparison.Side side(
      Contender contender, ComparedRows rows, double[] scores, boolean[] churned) {
    return new VersionComparison.Side(
        contender.version(),
        contender.threshold(),
        Evaluation.of(scores, churned, contender.threshold()).metrics(),
        rows.werePast(contender.card().split()));
  }

  private static VersionComparison.Difference difference(AucDifference difference) {
    Interval interval = difference.interval();
    return new VersionComparison.Difference(
        difference.difference(), interval, interval.low() > 0 || interval.high() < 0);
  }

  private static Map<String, Double> differences(Map<String, Double> a, Map<String, Double> b) {
    var differences = new TreeMap<String, Double>();
    a.forEach((metric, value) -> {
      Double other = b.get(metric);
      if (other != null) {
        differences.put(metric, other - value);
      }
    });
    differences.keySet().removeAll(Set.of("rows", "positives"));
    return differences;
  }

  private static VersionComparison.Decisions decisions(
      Contender first, double[] firstScores, Contender second, double[] secondScores) {
    int onlyFirst = 0;
    int onlySecond = 0;
    for (int row = 0; row < firstScores.length; row++) {
      boolean firstCalls = firstScores[row] >= first.threshold();
      boolean secondCalls = secondScores[row] >= second.threshold();
      onlyFirst += firstCalls && !secondCalls ? 1 : 0;
      onlySecond += secondCalls && !firstCalls ? 1 : 0;
    }
    return new VersionComparison.Decisions(onlyFirst + onlySecond, onlyFirst, onlySecond);
  }

  private record Contender(int version, ModelArtefact artefact, ModelCard card) {

    double threshold() {
      return artefact.model().threshold();
    }
  }
}
