package io.churnops.training.report;

import io.churnops.training.card.ModelCard;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A model version on one page that needs nothing but itself: it can be mailed, printed and kept.
 * The policy in it forbids the browser to load or run anything.
 */
final class ModelReport {

  private static final String CSS = css();
  private static final int LONGEST_SENTENCE = 400;

  /** What the page may do: show its own style, and no more. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
          .formatted(sha256(CSS));

  private final ReportFacts facts;
  private final ModelCard card;
  private final Html html = new Html();

  private ModelReport(ReportFacts facts) {
    this.facts = facts;
    this.card = facts.card();
  }

  static String of(ReportFacts facts) {
    return new ModelReport(facts).write();
  }

  private String write() {
    html.open("html", "lang", "en");
    head();
    html.open("body").open("main");
    first();
    var ranking = new RankingSection(card, html);
    var decision = new DecisionSection(card, html);
    var origin = new OriginSection(facts, html);
    ranking.comparisons();
    ranking.algorithms();
    new CurvesSection(card, html).write();
    decision.threshold();
    ranking.importances();
    new DependenceSection(card, html).write();
    decision.segments();
    ranking.leaks();
    origin.data();
    decision.figures();
    origin.lineage();
    usage();
    html.close().close().close();
    return html.document();
  }

  private void head() {
    html.open("head");
    html.empty("meta", "charset", "utf-8");
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.empty("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", title());
    html.style(CSS);
    html.close();
  }

  private String title() {
    return "%s, version %d".formatted(Html.shortened(card.modelName()), card.version());
  }

  private void first() {
    var words = new PlainWords(card);
    PlainWords.Headline headline = words.headline();
    html.open("header");
    html.open("p", "class", "quiet").text("Model card of ").name(card.label().name()).close();
    html.open("h1").text("Model ").name(card.modelName());
    html.text(", version " + card.version()).close();
    html.open("p", "class", "quiet");
    html.text("Made on %s. ".formatted(LocalDate.ofInstant(card.createdAt(), ZoneOffset.UTC)));
    html.text(
        facts.aliases().isEmpty()
            ? "In service nowhere"
            : "In service as " + String.join(", ", facts.aliases()));
    html.text(" when this page was written, %s.".formatted(facts.madeAt()));
    html.close().close();
    html.element(
        "p",
        headline.text(),
        "class",
        "verdict " + headline.verdict().name().toLowerCase(Locale.ROOT));
    html.open("section").element("h2", "How good it is");
    list(words.sentences());
    html.close();
    html.open("section").element("h2", "What it must not be used for");
    list(words.limits());
    html.close();
  }

  private void list(List<String> sentences) {
    html.open("ul");
    sentences.forEach(
        sentence -> html.element("li", Html.shortened(sentence, LONGEST_SENTENCE), "dir", "auto"));
    html.close();
  }

  private void usage() {
    html.open("section").element("h2", "How to ask it");
    html.element(
        "p",
        "serving-service, whose address is SERVING here, answers with the version that the alias"
            + " champion means. A key with the scope scores:read is needed.");
    html.element(
        "pre",
        """
        curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" \\
          -d '{"customerId": "C-1001", "include": ["reasons"]}' \\
          "$SERVING/v1/predictions"\
        """);
    html.element(
        "p", "The card as data, and the signed artefact, of training-service at TRAINING:");
    html.element(
        "pre",
        """
        curl -H "Authorization: Bearer $KEY" "$TRAINING/v1/models/%1$s/versions/%2$d/card"
        curl -H "Authorization: Bearer $KEY" -o model.zip \\
          "$TRAINING/v1/models/%1$s/versions/%2$d/artefact"\
        """
            .formatted(Html.shortened(card.modelName()), card.version()));
    html.close();
  }

  private static String css() {
    try (InputStream in = ModelReport.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not in the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
