package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.churnops.features.engine.DefinitionException.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureViewDefinitionTests {

  private static final String FRAME = "view: v\nentity: customer\nfeatures:\n";
  private static final String ORDERS =
      "  - {name: orders, event: order.placed, aggregate: count, windows: [30d, 90d]}\n";

  private static List<Problem> problems(String yaml) {
    return catchThrowableOfType(DefinitionException.class, () -> FeatureViewDefinition.parse(yaml))
        .problems();
  }

  /** A changed fingerprint makes every stored state and pinned model unreadable. */
  @Test
  void theFingerprintOfAMeaningNeverChanges() {
    FeatureViewDefinition view = FeatureViewDefinition.parse(SampleView.YAML);
    assertThat(view.fingerprint()).isEqualTo("da5ceac59f8db1e84413b00b4a68b2b3");
    assertThat(view.name()).isEqualTo("customer_behaviour");
    assertThat(view.eventTypes())
        .containsExactly("customer.registered", "customer.updated", "order.placed");
  }

  @Test
  void spellingOrderAndDocumentationDoNotChangeTheFingerprint() {
    String one =
        """
        view: v
        entity: customer
        features:
          - {name: n, event: [b.x, a.x, b.x], aggregate: count, exact: false, type: number}
        derived:
          - {name: d, expression: "n / 2", otherwise: 0}
        """;
    String other =
        """
        {"owner": "me", "derived": [{"otherwise": 0.0, "expression": " n / 2 ", "name": "d"}],
         "features": [{"aggregate": "count", "name": "n", "event": ["a.x", "b.x"]}],
         "entity": "customer", "view": "v"}
        """;
    FeatureViewDefinition first = FeatureViewDefinition.parse(one);
    FeatureViewDefinition second = FeatureViewDefinition.parse(other);
    assertThat(first.canonicalJson()).isEqualTo(second.canonicalJson());
    assertThat(first.fingerprint()).isEqualTo(second.fingerprint()).hasSize(32);
  }

  @Test
  void freshnessIsPromisedAndChangesNoFingerprint() {
    FeatureViewDefinition silent = FeatureViewDefinition.parse(FRAME + ORDERS);
    FeatureViewDefinition promising =
        FeatureViewDefinition.parse("freshness: 5m\n" + FRAME + ORDERS);

    assertThat(silent.freshness()).isEmpty();
    assertThat(promising.freshness()).hasValue(new Freshness("5m", Duration.ofMinutes(5)));
    assertThat(promising.fingerprint()).isEqualTo(silent.fingerprint());
    assertThat(FeatureViewDefinition.parse(promising.documentedJson()).freshness())
        .isEqualTo(promising.freshness());
  }

  @ParameterizedTest
  @CsvSource({"5", "0s", "-5m", "5 m", "31d", "99999999s", "soon"})
  void refusesAFreshnessThatIsNoTime(String text) {
    assertThat(problems("freshness: \"" + text + "\"\n" + FRAME + ORDERS))
        .extracting(Problem::where)
        .containsExactly("freshness");
  }

  @Test
  void canonicalAndDocumentedJsonCanBeParsedAgain() {
    FeatureViewDefinition view = FeatureViewDefinition.parse(SampleView.YAML);
    assertThat(FeatureViewDefinition.parse(view.canonicalJson()).fingerprint())
        .isEqualTo(view.fingerprint());
    assertThat(FeatureViewDefinition.parse(view.documentedJson())).isEqualTo(view);
    assertThat(view.documentedJson()).contains("What customers do", "growth", "demo");
    assertThat(view.canonicalJson()).doesNotContain("What customers do");
  }

  @Test
  void everyMeaningfulChangeChangesTheFingerprint() {
    String base = FRAME + ORDERS;
    List<String> variants =
        List.of(
            base,
            base.replace("30d, 90d", "90d, 30d"),
            base.replace("view: v", "view: w"),
            base.replace("order.placed", "order.returned"),
            base.replace("name: orders", "name: purchases"),
            base.replace("90d]", "90d], exact: true"),
            base.replace("windows", "where: data.a > 1, windows"),
            base.replace("count", "days_since_last"));
    assertThat(
            variants.stream()
                .map(FeatureViewDefinition::parse)
                .map(FeatureViewDefinition::fingerprint))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: a, event: x.y, aggregate: median, of: b}           | features[0].aggregate | median
          {name: a, event: x.y, aggregate: top, of: b, k: 21}       | features[0].k         | from 1 to 20
          {name: a, event: x.y, aggregate: top, of: b, cardinality: 0} | features[0].cardinality | from 1 to 1000
          {name: a, event: x.y, aggregate: top, of: b, type: number} | features[0].type     | categories
          {name: a, event: x.y, aggregate: count, k: 2}             | features[0].k         | ranks nothing
          {name: a, event: x.y, aggregate: count, windows: [7w]}    | features[0].windows   | "7w"
          {name: a, event: x.y, aggregate: count, windows: [0d]}    | features[0].windows   | "0d"
          {name: a, event: x.y, aggregate: count, windows: [4000d]} | features[0].windows   | 4000d
          {name: a, event: x.y, aggregate: count, windows: []}      | features[0].windows   | empty
          {name: a, event: x.y, aggregate: count, windows: [7d, 7d]} | features[0].name     | a_7d
          {name: a, event: x.y, aggregate: count, window: 7d}       | features[0].window    | no such key
          {name: a, event: x.y, aggregate: count, of: b}            | features[0].of        | no value
          {name: a, event: x.y, aggregate: sum}                     | features[0].of        | missing
          {name: a, event: x.y, aggregate: sum, of: 'b[0]'}         | features[0].of        | no path
          {name: a, event: x.y, aggregate: last, of: 'b[].c'}       | features[0].of        | many values
          {name: a, event: x.y, aggregate: sum, of: b, type: category} | features[0].type   | numbers
          {name: a, event: x.y, aggregate: sum, of: b, type: text}  | features[0].type      | "text"
          {name: a, event: x.y, aggregate: count, exact: true}      | features[0].exact     | no window
          {name: a, event: x.y, aggregate: count, exact: maybe}     | features[0].exact     | true nor false
          {name: A, event: x.y, aggregate: count}                   | features[0].name      | "A"
          {name: int, event: x.y, aggregate: count}                 | features[0].name      | reserved
          {event: x.y, aggregate: count}                            | features[0].name      | missing
          {name: a, aggregate: count}                               | features[0].event     | missing
          {name: a, event: '', aggregate: count}                    | features[0].event     | no event type
          {name: a, event: 5, aggregate: count}                     | features[0].event     | text
          {name: a, event: x.y}                                     | features[0].aggregate | missing
          {name: a, event: x.y, aggregate: count, where: amount > 1} | features[0].where    | 'amount'
          {name: a, event: x.y, aggregate: count, where: data.a +}  | features[0].where     | Syntax error
          {name: a, event: x.y, aggregate: count, where: data.a + 1.0} | features[0].where  | yes or no
          {name: a, event: x.y, aggregate: count, where: now() > 1} | features[0].where     | no function now
          just text                                                 | features[0]           | not a mapping
          """)
  void refusesAFeature(String feature, String where, String what) {
    assertThat(problems(FRAME + "  - " + feature + "\n"))
        .anySatisfy(problem -> {
          assertThat(problem.where()).isEqualTo(where);
          assertThat(problem.what()).contains(what);
          assertThat(problem.how()).isNotBlank();
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {name: d, expression: orders_30d / orders_7d}       | derived[0].expression | 'orders_7d'
          {name: d, expression: d + 1}                        | derived[0].expression | 'd'
          {name: d, expression: '"text"'}                     | derived[0].expression | no number
          {name: d, expression: orders_30d % 2}               | derived[0].expression | no function %
          {name: d, expression: orders_30d, otherwise: none}  | derived[0].otherwise  | number nor null
          {name: orders_30d, expression: orders_90d}          | derived[0].name       | already
          {name: d}                                           | derived[0].expression | missing
          """)
  void refusesADerivedFeature(String derived, String where, String what) {
    assertThat(problems(FRAME + ORDERS + "derived:\n  - " + derived + "\n"))
        .anySatisfy(problem -> {
          assertThat(problem.where()).isEqualTo(where);
          assertThat(problem.what()).contains(what);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {on: orderId}                                     | retract.by     | missing
          {by: order.cancelled, on: 'items[].id'}           | retract.on     | no path to one value
          {by: order.cancelled, on: orderId, id: orderId}   | retract.id     | by a value or by the id
          {by: order.cancelled, amount: 'a b'}              | retract.amount | no path to one value
          {by: order.cancelled, event: '9'}                 | retract.event  | no event type
          {by: order.placed}                                | retract        | is taken back
          {by: order.cancelled, where: data.a +}            | retract.where  | Syntax error
          {by: order.cancelled, of: orderId}                | retract.of     | no such key
          """)
  void refusesARetraction(String retraction, String where, String what) {
    assertThat(problems(FRAME + ORDERS + "retract: " + retraction + "\n"))
        .anySatisfy(problem -> {
          assertThat(problem.where()).isEqualTo(where);
          assertThat(problem.what()).contains(what);
        });
  }

  @Test
  void aRetractionMeansWhatItsDefaultsSay() {
    String brief = FRAME + ORDERS + "retract: {by: order.cancelled}\n";
    String inFull =
        FRAME
            + ORDERS
            + "retract: [{event: order.placed, by: order.cancelled, on: orderId,"
            + " amount: amountMinor}]\n";
    FeatureViewDefinition view = FeatureViewDefinition.parse(brief);
    assertThat(view.fingerprint()).isEqualTo(FeatureViewDefinition.parse(inFull).fingerprint());
    assertThat(FeatureViewDefinition.parse(view.canonicalJson()).fingerprint())
        .isEqualTo(view.fingerprint());
    assertThat(view.fingerprint())
        .isNotEqualTo(FeatureViewDefinition.parse(FRAME + ORDERS).fingerprint());
    assertThat(view.eventTypes()).containsExactly("order.cancelled", "order.placed");
  }

  @Test
  void aRankingMakesAColumnForEachRank() {
    FeatureViewDefinition view =
        FeatureViewDefinition.parse(
            FRAME
                + "  - {name: best, event: x.y, aggregate: top, of: a, k: 2, windows: [30d, lifetime]}\n"
                + "  - {name: favourite, event: x.y, aggregate: top, of: a}\n");
    assertThat(view.columns())
        .containsExactly(
            new FeatureColumn("best_30d_1", ColumnType.CATEGORY),
            new FeatureColumn("best_30d_2", ColumnType.CATEGORY),
            new FeatureColumn("best_lifetime_1", ColumnType.CATEGORY),
            new FeatureColumn("best_lifetime_2", ColumnType.CATEGORY),
            new FeatureColumn("favourite", ColumnType.CATEGORY));
    assertThat(FeatureViewDefinition.parse(view.canonicalJson()).fingerprint())
        .isEqualTo(view.fingerprint());
  }

  @Test
  void listsEverythingWrongAtOnce() {
    List<Problem> problems =
        problems(
            """
            view: Bad Name
            entity: shop
            colour: blue
            features:
              - {name: a, event: x.y, aggregate: median}
              - {name: b, event: x.y, aggregate: count, windows: [soon]}
            """);
    assertThat(problems)
        .extracting(Problem::where)
        .containsExactlyInAnyOrder(
            "view", "entity", "colour", "features[0].aggregate", "features[1].windows");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          ''                            | mapping
          [1, 2]                        | mapping
          '{"view": "v", "view": "w"}'  | Duplicate
          'view: [unclosed'             | neither YAML nor JSON
          """)
  void refusesWhatIsNoDocument(String text, String what) {
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> FeatureViewDefinition.parse(text))
        .withMessageContaining(what);
  }

  @Test
  void refusesAViewWithoutFeatures() {
    assertThat(problems("view: v\nentity: customer\n"))
        .extracting(Problem::where)
        .containsExactly("features");
  }

  @Test
  void theMessageSaysWhatWhereAndHow() {
    assertThatExceptionOfType(DefinitionException.class)
        .isThrownBy(() -> FeatureViewDefinition.parse(FRAME + ORDERS + "extra: 1\n"))
        .withMessage(
            "The feature view cannot be used:\n"
                + "  - extra: there is no such key. Known here: derived, description, entity,"
                + " features, freshness, owner, retract, tags, view.");
  }
}
