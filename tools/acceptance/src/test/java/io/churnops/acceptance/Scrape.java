package io.churnops.acceptance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Prometheus would read of all services at a moment, and what an expression misses in it. */
final class Scrape {

  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)\\})?(?!\\w|\\s*\\()");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without|on)\\s*\\(([^)]*)\\)");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "by", "without", "on", "bool", "ignoring", "group_left");

  /** Prometheus adds these itself. */
  private static final Set<String> FROM_PROMETHEUS = Set.of("up", "job", "instance");

  private final Map<String, List<Map<String, String>>> series = new HashMap<>();

  Scrape(String text) {
    SAMPLE
        .matcher(text)
        .results()
        .forEach(sample ->
            series
                .computeIfAbsent(sample.group(1), _ -> new ArrayList<>())
                .add(labels(sample.group(2))));
  }

  /** What an expression names and no service tells: metrics, labels, and values of labels. */
  Set<String> missing(String expression) {
    Set<String> missing = new TreeSet<>();
    String bare = GROUPING.matcher(expression).replaceAll(" ").replaceAll("\\[\\w+]", " ");
    Set<String> labels = new TreeSet<>(FROM_PROMETHEUS);
    for (MatchResult selector : SELECTOR.matcher(bare).results().toList()) {
      String metric = selector.group(1);
      if (WORDS.contains(metric) || FROM_PROMETHEUS.contains(metric)) {
        continue;
      }
      List<Map<String, String>> found = series.get(metric);
      if (found == null) {
        missing.add(metric);
        continue;
      }
      found.forEach(one -> labels.addAll(one.keySet()));
      for (MatchResult matcher : MATCHER.matcher(text(selector.group(2))).results().toList()) {
        for (String value : values(matcher)) {
          if (found.stream().noneMatch(one -> tells(one, matcher, value))) {
            missing.add("%s{%s %s}".formatted(metric, matcher.group(1), value));
          }
        }
      }
    }
    GROUPING
        .matcher(expression)
        .results()
        .flatMap(grouping -> Pattern.compile("\\w+").matcher(grouping.group(1)).results())
        .map(MatchResult::group)
        .filter(label -> !labels.contains(label))
        .forEach(missing::add);
    return missing;
  }

  /** Of alternatives each must be told by somebody, or an alert on one of them never rings. */
  private static List<String> values(MatchResult matcher) {
    return matcher.group(2).equals("=~")
        ? List.of(matcher.group(3).split("\\|"))
        : List.of(matcher.group(3));
  }

  private static boolean tells(Map<String, String> labels, MatchResult matcher, String value) {
    String told = labels.get(matcher.group(1));
    return told != null && (matcher.group(2).startsWith("!") || told.matches(value));
  }

  private static Map<String, String> labels(@Nullable String text) {
    Map<String, String> labels = new HashMap<>();
    LABEL.matcher(text(text)).results().forEach(one -> labels.put(one.group(1), one.group(2)));
    return labels;
  }

  private static String text(@Nullable String group) {
    return group == null ? "" : group;
  }
}
