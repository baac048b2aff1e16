package io.churnops.training.report;

import io.churnops.forest.ForestParameters;
import io.churnops.forest.evaluation.Calibrator;
import io.churnops.training.card.ForestSummary;
import io.churnops.training.card.ModelCard;
import io.churnops.training.card.ParameterWords;
import io.churnops.training.datasets.Split;
import io.churnops.training.datasets.SplitReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What it was made of, so that it can be judged and made again. */
final class OriginSection {

  private static final int LONGEST_DEFINITION = 4_000;
  private static final String GROWN_ELSEWHERE = "grownElsewhere";

  private final ReportFacts facts;
  private final ModelCard card;
  private final Html html;

  OriginSection(ReportFacts facts, Html html) {
    this.facts = facts;
    this.card = facts.card();
    this.html = html;
  }

  void data() {
    ModelCard.Data data = card.data();
    SplitReport split = card.split();
    html.open("section").element("h2", "What it learnt from");
    html.open("p");
    html.say(
        "%s rows at %d cutoffs, %s with a label, %s churned; events %s. It reads %d columns of the"
            + " view ",
        Figures.count(data.rows()),
        data.cutoffs(),
        Figures.count(data.labelled()),
        Figures.count(data.churned()),
        data.knownTime().replace('_', ' '),
        card.view().columns());
    html.name(card.view().name()).text(" and predicts ").name(card.label().name()).text(".");
    html.close();
    parts(split);
    int unused = split.unused().stream().mapToInt(SplitReport.Unused::rows).sum();
    html.open("p");
    html.say(
        "Split %s; %s labelled rows could be in no part, %s were too young for a label.",
        split.method().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        Figures.count(unused),
        Figures.count(split.immature()));
    html.close();
    definition();
    html.close();
  }

  private void parts(SplitReport split) {
    ReportTable table =
        ReportTable.begin(html, "Parts of the rows", "part", "#rows", "#churned", "#cutoffs");
    if (split.method() == Split.Method.K_FOLD) {
      table.row(
          "all: taught the final model, each judged by one of the others", part(split.past()));
    } else {
      table
          .row("training", part(split.training()))
          .row("validation: chose calibration and threshold", part(split.validation()))
          .row("final model: all of the past", part(split.past()))
          .row("test: judged it", part(split.test()));
    }
    table.end();
  }

  private static List<String> part(SplitReport.Part part) {
    double rate = part.rows() == 0 ? 0 : (double) part.churned() / part.rows();
    String cutoffs =
        part.cutoffs().size() <= 2
            ? part.cutoffs().stream().map(Object::toString).collect(Collectors.joining(", "))
            : "%s to %s".formatted(part.cutoffs().getFirst(), part.cutoffs().getLast());
    return List.of(Figures.count(part.rows()), Figures.percent(rate), cutoffs);
  }

  private void definition() {
    String definition = card.label().definition().toPrettyString();
    html.open("details").element("summary", "Definition of the label");
    html.element(
        "pre",
        definition.length() <= LONGEST_DEFINITION
            ? definition
            : definition.substring(0, LONGEST_DEFINITION) + "…");
    html.close();
  }

  void lineage() {
    html.open("section").element("h2", "Where it comes from");
    html.open("dl");
    fact("model", card.modelName() + ", version " + card.version());
    fact("algorithm", card.algorithm());
    words("parameters", ParameterWords.of(card.parameters()));
    if (card.rowWeights() != null) {
      words("weights", "it " + String.join(", and ", card.rowWeights().words()));
    }
    if (card.parameters() instanceof ForestParameters forest) {
      fact("missing values", ParameterWords.missing(forest));
    }
    if (card.forest() != null) {
      grown(card.forest());
    }
    fact("seed", Long.toString(card.parameters().seed()));
    ForestSummary forest = card.forest();
    if (forest != null) {
      fact(
          "size",
          String.format(
              Locale.ROOT,
              "%d trees, %,d nodes, %,d bytes, loaded in %.1f ms",
              forest.trees(),
              forest.nodes(),
              forest.bytes(),
              forest.loadMilliseconds()));
    }
    Calibrator calibrator = card.calibrator();
    fact(
        "calibration",
        calibrator == null ? "none" : calibrator.method().name().toLowerCase(Locale.ROOT));
    fact("dataset", card.data().datasetId());
    fact("dataset SHA-256", card.data().sha256());
    fact("view fingerprint", card.view().fingerprint());
    fact("label fingerprint", card.label().fingerprint());
    fact("run", card.runId());
    fact("made", card.createdAt().toString());
    if (facts.duration() != null) {
      fact("duration", duration());
    }
    fact("artefact digest", facts.artefactDigest());
    environment().forEach(entry -> fact(entry.getKey(), entry.getValue()));
    card.environment().path(GROWN_ELSEWHERE).forEach(this::grownElsewhere);
    html.close().close();
  }

  private void grown(ForestSummary forest) {
    fact("splitting", forest.splitting().name().toLowerCase(Locale.ROOT));
    if (forest.trees() < forest.askedTrees()) {
      words(
          "time budget",
          "ended before the %d trees that were asked for".formatted(forest.askedTrees()));
    }
  }

  private String duration() {
    String wall = facts.duration() == null ? "" : Figures.duration(facts.duration());
    return facts.processorSeconds() == null
        ? wall
        : String.format(Locale.ROOT, "%s, %.1f s of processors", wall, facts.processorSeconds());
  }

  private List<Map.Entry<String, String>> environment() {
    var entries = new ArrayList<Map.Entry<String, String>>();
    card.environment()
        .properties()
        .forEach(entry -> entries.add(Map.entry(entry.getKey(), entry.getValue().asString(""))));
    entries.removeIf(entry -> entry.getKey().equals(GROWN_ELSEWHERE));
    return entries;
  }

  private void grownElsewhere(JsonNode forest) {
    html.open("div").element("dt", "forest grown elsewhere");
    html.open("dd").name(forest.path("forestId").asString(""));
    html.say(" of %s rows, on ", Figures.count(forest.path("rows").asInt(0)));
    html.name(
        forest
            .path("grownOn")
            .valueStream()
            .map(place -> place.path("host").asString(""))
            .distinct()
            .collect(Collectors.joining(", ")));
    html.say("; %d of its trees were grown again here", forest.path("grownAgain").size());
    html.close().close();
  }

  private void fact(String name, String value) {
    html.open("div").element("dt", name).open("dd").name(value).close().close();
  }

  /** What the suite says itself, which is told to its end, however long. */
  private void words(String name, String value) {
    html.open("div").element("dt", name).element("dd", value).close();
  }
}
