package io.churnops.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the dashboards against what Grafana shows of them: no Grafana is needed to see a lie. */
class DashboardsTests {

  private static final String LOOP = "churnops-loop";
  private static final String FEATURES = "churnops-features";
  private static final int COLUMNS = 24;
  private static final Set<String> PER_SECOND = Set.of("ops", "reqps", "Bps");
  private static final Pattern COUNTED = Pattern.compile("\\w+_(?:total|count|sum|bucket)\\b");
  private static final Pattern CHANGE =
      Pattern.compile("(?:rate|increase)\\(\\w+(?:\\{[^}]*})?\\[\\w+]\\)");
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern GROUPS = Pattern.compile("\\bby \\(([^)]*)\\)");

  /** Told only where somebody has set rules, captures changes, builds features or serves. */
  private static final Pattern NOT_ALWAYS_TOLD =
      Pattern.compile(
          "churnops_(?:quality_breaches|quality_broken|changes_lag|changes_records"
              + "|rebuilds_progress|drift|registry_alias)");

  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void noPanelCoversAnother(String dashboard) {
    Map<String, String> taken = new HashMap<>();
    for (JsonNode panel : panels(dashboard)) {
      JsonNode at = panel.path("gridPos");
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(COLUMNS);
      for (int x = at.path("x").asInt(); x < at.path("x").asInt() + at.path("w").asInt(); x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(taken.put(x + "," + y, title(panel))).as(title(panel)).isNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void panelsAskTheDataSourceThatIsProvisioned(String dashboard) {
    String provisioned =
        Repository.yaml("observability/grafana/provisioning/datasources/prometheus.yaml")
            .at("/datasources/0/uid")
            .asString();
    List<String> panelIds = new ArrayList<>();
    for (JsonNode panel : panels(dashboard)) {
      panelIds.add(panel.path("id").asString());
      assertThat(panel.at("/datasource/uid").asString()).isEqualTo(provisioned);
      List<String> targetIds = new ArrayList<>();
      for (JsonNode target : panel.path("targets")) {
        targetIds.add(target.path("refId").asString());
        assertThat(target.at("/datasource/uid").asString()).isEqualTo(provisioned);
      }
      assertThat(targetIds).as(title(panel)).doesNotHaveDuplicates().isNotEmpty();
    }
    assertThat(panelIds).doesNotHaveDuplicates();
  }

  /** A counter by itself begins anew with every restart, and tells of no moment. */
  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void countersAreShownByTheirChange(String dashboard) {
    targets(dashboard)
        .forEach(expression ->
            assertThat(COUNTED.matcher(CHANGE.matcher(expression).replaceAll("")).find())
                .as(expression)
                .isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void ratesHaveAUnitPerSecond(String dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asString();
        boolean rate =
            expression.contains("rate(")
                && !expression.contains(" / ")
                && !expression.contains("histogram_quantile");
        assertThat(PER_SECOND.contains(panel.at("/fieldConfig/defaults/unit").asString()))
            .as("%s: %s", title(panel), expression)
            .isEqualTo(rate);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void namesOfSeriesAreMadeOfLabelsThatAreKept(String dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      for (JsonNode target : panel.path("targets")) {
        List<String> kept =
            GROUPS
                .matcher(target.path("expr").asString())
                .results()
                .flatMap(groups -> Stream.of(groups.group(1).split(", ")))
                .toList();
        LABEL
            .matcher(target.path("legendFormat").asString())
            .results()
            .map(MatchResult::group)
            .map(name -> name.substring(2, name.length() - 2))
            .forEach(label -> assertThat(kept).as(title(panel)).contains(label));
      }
    }
  }

  /** Over a period, the last value is shown of what is told no more. */
  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void singleFiguresAreThoseOfNow(String dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      if (panel.path("type").asString().equals("stat")) {
        assertThat(panel.at("/targets/0/instant").asBoolean()).as(title(panel)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {LOOP, FEATURES})
  void panelsThatMayBeEmptySayWhy(String dashboard) {
    for (JsonNode panel : panels(dashboard)) {
      boolean empty = true;
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asString();
        empty &= NOT_ALWAYS_TOLD.matcher(expression).find() && !expression.contains("or vector(0)");
      }
      if (empty) {
        assertThat(panel.at("/fieldConfig/defaults/noValue").asString())
            .as(title(panel))
            .isNotEmpty();
      }
    }
  }

  private static JsonNode panels(String dashboard) {
    JsonNode panels =
        JsonMapper.shared()
            .readTree(Repository.text("observability/grafana/dashboards/" + dashboard + ".json"))
            .path("panels");
    assertThat(panels).hasSizeGreaterThan(10);
    return panels;
  }

  private static Stream<String> targets(String dashboard) {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : panels(dashboard)) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").asString()));
    }
    return expressions.stream();
  }

  private static String title(JsonNode panel) {
    return panel.path("title").asString();
  }
}
