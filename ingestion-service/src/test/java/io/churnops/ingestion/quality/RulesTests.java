package io.churnops.ingestion.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.churnops.ingestion.event.RuleAction;
import io.churnops.ingestion.event.RuleBreach;
import io.churnops.kit.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

class RulesTests {

  private static final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {field: a, required: true}                | {"a":1}                       | false
          {field: a, required: true}                | {"a":null}                    | true
          {field: a, required: true}                | {}                            | true
          {field: a.b, required: true}              | {"a":{}}                      | true
          {field: a.b, required: true}              | {"a":7}                       | true
          {field: "i[].q", required: true}          | {"i":[{"q":1},{"q":2}]}       | false
          {field: "i[].q", required: true}          | {"i":[{"q":1},{}]}            | true
          {field: "i[].q", required: true}          | {"i":[]}                      | false
          {field: "i[].q", required: true}          | {}                            | true
          {field: a, range: {min: 1, max: 5}}       | {"a":1}                       | false
          {field: a, range: {min: 1, max: 5}}       | {"a":5.0}                     | false
          {field: a, range: {min: 1, max: 5}}       | {"a":5.0000000000000000001}   | true
          {field: a, range: {min: 1}}               | {"a":0}                       | true
          {field: a, range: {max: 1}}               | {"a":2}                       | true
          {field: a, range: {min: 1}}               | {"a":"2"}                     | true
          {field: a, range: {min: 1}}               | {"a":null}                    | false
          {field: a, range: {min: 1}}               | {}                            | false
          {field: "i[].q", range: {min: 1}}         | {"i":[{"q":1},{"q":0}]}       | true
          {field: a, allowed: [x, 1.50, true]}      | {"a":"x"}                     | false
          {field: a, allowed: [x, 1.50, true]}      | {"a":1.5}                     | false
          {field: a, allowed: [x, 1.50, true]}      | {"a":true}                    | false
          {field: a, allowed: [x, 1.50, true]}      | {"a":"1.5"}                   | true
          {field: a, allowed: [x, 1.50, true]}      | {}                            | false
          {field: a, allowed: [0]}                  | {"a":0.00}                    | false
          """)
  void judgesOneEvent(String rule, String data, boolean broken) {
    CompiledRules rules = compile("rules: [{name: r, action: reject, " + rule.substring(1) + "]");
    List<RuleBreach> breaches = rules.breaches(json.readTree(data));
    assertThat(!breaches.isEmpty()).isEqualTo(broken);
    if (broken) {
      assertThat(breaches.getFirst().rule()).isEqualTo("r");
      assertThat(breaches.getFirst().action()).isEqualTo(RuleAction.REJECT);
      assertThat(breaches.getFirst().detail()).startsWith("/data/");
    }
  }

  @Test
  void tellsEveryRuleThatIsBroken() {
    CompiledRules rules =
        compile(
            """
            rules:
              - {name: one, field: a, required: true, action: warn}
              - {name: two, field: b, required: true, action: quarantine}
              - {name: three, field: c, required: true, action: reject}
            """);
    assertThat(rules.breaches(json.readTree("{\"b\":1}")))
        .extracting(RuleBreach::rule)
        .containsExactly("one", "three");
  }

  @Test
  void findsOutliersOnceItHasSeenEnough() {
    CompiledRules rules =
        compile(
            "rules: [{name: far, field: a, action: warn,"
                + " outlier: {threshold: 6, minimumSamples: 50}}]");
    for (int i = 0; i < 49; i++) {
      assertThat(rules.breaches(json.readTree("{\"a\":" + (100 + i % 10) + "}"))).isEmpty();
    }
    assertThat(rules.breaches(json.readTree("{\"a\":1000000}"))).as("too early").isEmpty();
    assertThat(rules.breaches(json.readTree("{\"a\":1000000}"))).hasSize(1);
    assertThat(rules.breaches(json.readTree("{\"a\":110}"))).isEmpty();
    assertThat(rules.breaches(json.readTree("{\"a\":\"text\"}"))).isEmpty();
    assertThat(rules.breaches(json.readTree("{}"))).isEmpty();
  }

  @Test
  void learnsNothingFromWhatIsOnlyLookedAt() {
    CompiledRules rules =
        compile(
            "rules: [{name: far, field: a, action: warn,"
                + " outlier: {threshold: 6, minimumSamples: 50}}]");
    for (int i = 0; i < 50; i++) {
      rules.breaches(json.readTree("{\"a\":" + (100 + i % 10) + "}"));
    }
    for (int i = 0; i < UsualValues.WINDOW; i++) {
      assertThat(rules.breachesWithoutTrace(json.readTree("{\"a\":1000000}"))).hasSize(1);
    }
    assertThat(rules.breaches(json.readTree("{\"a\":1000000}"))).hasSize(1);
    assertThat(rules.breaches(json.readTree("{\"a\":105}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{field: a, required: true, action: warn}",
        "{name: R, field: a, required: true, action: warn}",
        "{name: r, field: a, action: warn}",
        "{name: r, field: a, required: false, action: warn}",
        "{name: r, field: a, required: true}",
        "{name: r, required: true, action: warn}",
        "{name: r, field: 'a..b', required: true, action: warn}",
        "{name: r, field: a, required: true, range: {min: 1}, action: warn}",
        "{name: r, field: a, range: {}, action: warn}",
        "{name: r, field: a, range: {min: 2, max: 1}, action: warn}",
        "{name: r, field: a, range: {min: 1e301}, action: warn}",
        "{name: r, field: a, allowed: [], action: warn}",
        "{name: r, field: a, allowed: [[1]], action: warn}",
        "{name: r, field: a, outlier: {}, action: warn}",
        "{name: r, field: a, outlier: {threshold: 0.5}, action: warn}",
        "{name: r, field: a, outlier: {threshold: 5, minimumSamples: 19}, action: warn}",
        "{name: r, field: a, outlier: {threshold: 5, minimumSamples: 1025}, action: warn}",
        "{name: r, freshness: {within: 2h}, action: reject}",
        "{name: r, field: a, freshness: {within: 2h}}",
        "{name: r, freshness: {within: 2 hours}}",
        "{name: r, freshness: {}}",
        "{name: r, freshness: {within: 0m}}",
        "{name: r, volume: {per: 8d, min: 1}}",
        "{name: r, volume: {per: 1h}}",
        "{name: r, volume: {per: 1h, min: -1}}",
        "{name: r, volume: {per: 1h, min: 2, max: 1}}",
        "{name: r, freshness: {within: 1h}}, {name: r, freshness: {within: 2h}}",
        "{name: r, field: a, allowed: [.nan], action: warn}",
        "{name: r, field: a, range: {min: .inf}, action: warn}",
        "{name: r, field: a, required: true, action: shout}",
        "{name: r, fields: a, required: true, action: warn}",
        "null",
        "7"
      })
  void refusesRulesThatCannotBeFollowed(String rule) {
    assertThat(errors(rule)).isNotEmpty();
  }

  private static String errors(String rule) {
    ProblemException problem =
        catchThrowableOfType(
            ProblemException.class,
            () -> compile("rules: [" + rule + "]").breaches(json.createObjectNode()));
    return problem == null ? "" : String.valueOf(problem.getBody().getDetail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "required: true, action: drop",
        "requird: true, action: warn",
        "range: {min: .nan}, action: warn",
        "range: [",
        "requird: true, range: {min: .nan, max: .inf}, action: drop",
        "requird: true, range: {min: 1e99999999999}, action: drop",
        "requird: true, outlier: {threshold: 1e999999999, minimumSamples: 1e999999999}",
        "requird: true, volume: {per: 1h, min: 1e-999999999}, allowed: [.nan]",
      })
  void saysWhatItCannotReadWithoutNamesOfClasses(String rule) {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () -> RulesReader.parseYaml("rules: [{name: r, field: x, " + rule + "}]"));

    assertThat(refused.getBody().getDetail())
        .startsWith("The body is not {rules: [...]} in YAML or JSON: ")
        .doesNotContain("java", "io.", "class", "`");
  }

  @Test
  void namesEveryMemberThatCannotBeRead() {
    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                RulesReader.parseYaml(
                    """
                    rules:
                      - {name: r1, feild: x, range: {min: low, max: 5}, action: delete}
                      - {name: r2, field: y, required: perhaps, action: warn}
                    """));

    assertThat(refused.getBody().getDetail())
        .contains("rules.0.feild ", "rules.0.range.min ", "rules.0.action ", "rules.1.required ")
        .doesNotContain("rules.0.range.max", "rules.1.action", "java", "io.");
  }

  private static CompiledRules compile(String yaml) {
    return RulesCompiler.compile(RulesReader.parseYaml(yaml));
  }
}
