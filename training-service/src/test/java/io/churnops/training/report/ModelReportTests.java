package io.churnops.training.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.card.ModelCard;
import java.io.StringReader;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ModelReportTests {

  private static final Pattern MARKUP = Pattern.compile("<[^>]*>");
  private static final Pattern LOADED =
      Pattern.compile("(src|href|url|import|action)\\s*[=(@]", Pattern.CASE_INSENSITIVE);

  /** 2.000 orders are two thousand of them in half of Europe. */
  @Test
  void writesWholeValuesOfColumnsWithoutAFraction() {
    assertThat(text(ModelReport.of(Cards.facts(Cards.card("churn", List.of("orders"))))))
        .contains("From 60 % at 1 to 20 % at 8.");
  }

  @Test
  void beginsWithWhatABusinessOwnerAsks() {
    String page = ModelReport.of(Cards.facts(Cards.card()));

    String text = text(page);
    assertThat(text.indexOf("Of the 10 % of customers that it called riskiest,"))
        .isPositive()
        .isLessThan(text.indexOf("What it must not be used for"));
    assertThat(text)
        .contains("left within 30 days. Of all customers,")
        .contains("Counting orders does in 70 of 100: the model is better.")
        .contains("published: 200 trees of depth 7")
        .containsPattern("9 trees of depth 7.{60,90}[+]0.100")
        .contains("to the side that each split learnt")
        .contains("In service as champion")
        .contains("an offer 10.00, 30 % of the leavers accept it");
  }

  @Test
  void saysWhetherTheBestOrTheNamedAlgorithmWasPublished() {
    assertThat(text(ModelReport.of(Cards.facts(Cards.card()))))
        .contains("published the one with the highest AUC on the validation rows.");
    assertThat(text(ModelReport.of(Cards.facts(Cards.named()))))
        .contains("published the one that was asked for; another had a higher AUC")
        .doesNotContain("published the one with the highest AUC");
    assertThat(text(ModelReport.of(Cards.facts(Cards.inFolds()))))
        .contains("fitted several algorithms in the same folds")
        .contains("published the one with the highest AUC out of fold.", "AUC, calibrated")
        .doesNotContain("AUC on the validation rows", "AUC, validation");
  }

  @Test
  void tellsTheRowsOfATestInFoldsOnce() {
    assertThat(text(ModelReport.of(Cards.facts(Cards.card()))))
        .contains("final model: all of the past")
        .contains("chosen on the validation rows for the greatest profit");
    assertThat(text(ModelReport.of(Cards.facts(Cards.inFolds()))))
        .contains("all: taught the final model, each judged by one of the others")
        .doesNotContain("validation: chose", "final model: all of the past")
        .contains("chosen on all rows, by what models of the other folds say of each,")
        .doesNotContain("chosen on the validation rows");
  }

  @Test
  void drawsEveryCurveWithATextForThoseWhoDoNotSeeIt() throws Exception {
    Document page = parsed(ModelReport.of(Cards.facts(Cards.card())));

    NodeList drawings = page.getElementsByTagName("figure");
    assertThat(drawings.getLength()).isEqualTo(8);
    NodeList texts = page.getElementsByTagName("desc");
    assertThat(texts.getLength()).isEqualTo(7);
    for (int i = 0; i < texts.getLength(); i++) {
      assertThat(texts.item(i).getTextContent()).hasSizeGreaterThan(40);
    }
    NodeList lines = page.getElementsByTagName("polyline");
    for (int i = 0; i < lines.getLength(); i++) {
      assertThat(lines.item(i).getAttributes().getNamedItem("points").getTextContent())
          .matches("([0-9]+\\.[0-9],[0-9]+\\.[0-9] ?){2,}");
    }
  }

  @Test
  void showsThatAForestLosesToCounting() {
    ModelCard losing =
        Cards.card("churn", List.of("orders"), Cards.comparison("order_count", -0.05, -0.01));

    String page = ModelReport.of(Cards.facts(losing));

    assertThat(page).contains("class=\"verdict bad\"");
    assertThat(text(page))
        .contains("Do not use it: counting orders ranks customers better.")
        .contains("the model is worse");
  }

  @Test
  void doubtsWhatMayBeChance() {
    ModelCard even =
        Cards.card(
            "churn",
            List.of("orders"),
            Cards.comparison("recency", 0.01, 0.05),
            Cards.comparison("logistic_regression", -0.01, 0.03));

    assertThat(new PlainWords(even).headline())
        .isEqualTo(
            new PlainWords.Headline(
                PlainWords.Verdict.DOUBTFUL,
                "It is not shown to rank customers better than a logistic regression, though better"
                    + " than counting the days since the last order."));
  }

  @Test
  void saysWhatToTrainWhereARegressionWins() {
    ModelCard beaten =
        Cards.card(
            "churn", List.of("orders"), Cards.comparison("logistic_regression", -0.03, -0.01));

    assertThat(new PlainWords(beaten).headline().text())
        .isEqualTo(
            "Do not use it: a logistic regression ranks customers better. Train one instead"
                + " (algorithm logistic-regression).");
  }

  @Test
  void tellsTheFiguresThatAreAskedForFirstAndOneIntervalOfEach() {
    String page = ModelReport.of(Cards.facts(Cards.card("churn", List.of("orders"))));

    assertThat(text(page))
        .containsSubsequence("95 % interval", "auc", "averagePrecision", "f1", "brier", "logLoss")
        .doesNotContain("aucLow");
  }

  @Test
  void tellsAllThatRoundsWereBoostedWith() {
    assertThat(text(ModelReport.of(Cards.facts(Cards.boostedOverWeights()))))
        .contains("of the columns per split, nodes of weight ", "L2 penalty ")
        .contains("it counted rows half with every 90.0 days of age, and counted a customer who")
        .doesNotContain("splitting");
  }

  @Test
  void tellsHowAForestWasGrownBesideItsParameters() {
    assertThat(text(ModelReport.of(Cards.facts(Cards.outOfTime()))))
        .contains("it counted rows half with every 90.0 days of age", "splitting", "exact")
        .contains("ended before the 200 trees that were asked for");
  }

  @Test
  void tellsAnOldCardWithoutWhatItLacks() throws Exception {
    String page = ModelReport.of(Cards.facts(Cards.old()));

    assertThat(parsed(page).getElementsByTagName("figure").getLength()).isEqualTo(3);
    assertThat(text(page)).contains("It was not held against any simple rule.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'; </style><script>",
        "</title><!-- ]]> -->",
        "\u202Eright to left",
        "\uD800half\u0000null\u001Bescape",
        "%s %d %n {0} ${x}"
      })
  void takesNoTextForMarkup(String name) throws Exception {
    String page = ModelReport.of(Cards.facts(hostile(name)));

    assertThat(tags(page)).isEqualTo(tags(ModelReport.of(Cards.facts(hostile("plain")))));
    assertThat(MARKUP.matcher(page).results().map(tag -> LOADED.matcher(tag.group()).find()))
        .doesNotContain(true);
    parsed(page);
  }

  @Test
  void cutsEndlessNames() {
    String page = ModelReport.of(Cards.facts(hostile("x".repeat(10_000))));

    assertThat(page.length())
        .isLessThan(ModelReport.of(Cards.facts(hostile("x"))).length() + 20_000);
  }

  @Test
  void loadsNothing() {
    String page = ModelReport.of(Cards.facts(Cards.card()));

    assertThat(LOADED.matcher(page.replaceAll("<pre>.*?</pre>", "")).find()).isFalse();
    assertThat(page).contains("default-src &#39;none&#39;; style-src &#39;sha256-");
  }

  private static ModelCard hostile(String name) {
    return Cards.card(name, List.of(name, name + "2"), Cards.comparison(name, 0.01, 0.05));
  }

  private static List<String> tags(String page) {
    return MARKUP
        .matcher(page)
        .results()
        .map(tag -> tag.group().replaceAll(" (points|cx|x1|x2)=\"[^\"]*\"", ""))
        .toList();
  }

  private static String text(String page) {
    return MARKUP.matcher(page.replaceAll("(?s)<style>.*?</style>", "")).replaceAll("");
  }

  /** The page is written such that an XML parser reads it, but for its head. */
  private static Document parsed(String page) throws Exception {
    String body = page.substring(page.indexOf("<body>"), page.indexOf("</body>") + 7);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }
}
