package io.churnops.cli;

import io.churnops.cli.suite.SuiteException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to search, as options say it and training-service takes it. */
final class SearchOptions {

  private static final String NUMBER = "-?[0-9]*\\.?[0-9]+(?:[eE]-?[0-9]+)?";
  private static final Pattern FROM_TO =
      Pattern.compile("(%s)\\.\\.(%s)(:log)?(?::([0-9]{1,4}))?".formatted(NUMBER, NUMBER));
  private static final Pattern VALUES = Pattern.compile("%s(?:\\|%s)*".formatted(NUMBER, NUMBER));
  private static final Pattern HALVING =
      Pattern.compile("([a-z]+)(?::([0-9]{1,2}))?(?::([0-9]{1,2}))?");

  @Option(
      names = "--range",
      paramLabel = "NAME=RANGE",
      required = true,
      description =
          "A parameter and its range: maxDepth=3..12, minLeafSize=5..100:log, trees=100|200|400;"
              + " featureFraction=0.1..1:4 for four values of a grid.")
  private Map<String, String> ranges = new LinkedHashMap<>();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "bayesian",
      description = "grid, random or bayesian (default: ${DEFAULT-VALUE}).")
  private String method = "";

  @Option(names = "--trials", paramLabel = "COUNT", description = "How many points to try.")
  private @Nullable Integer trials;

  @Option(
      names = "--objective",
      paramLabel = "FIGURE",
      defaultValue = "auc",
      description = "auc, averagePrecision, brier, logLoss or profit (default: ${DEFAULT-VALUE}).")
  private String objective = "";

  @Option(names = "--folds", paramLabel = "COUNT", description = "How many folds judge a point.")
  private @Nullable Integer folds;

  @Option(
      names = "--halving",
      paramLabel = "BY",
      description = "Give up early on what does badly with few trees or rows: trees, rows:3:4.")
  private @Nullable String halving;

  @Option(
      names = "--time-budget",
      paramLabel = "SECONDS",
      description = "No trial is begun later; the best so far is taken.")
  private @Nullable Integer timeBudgetSeconds;

  @Option(names = "--seed", paramLabel = "NUMBER", description = "Of the points that are drawn.")
  private @Nullable Long seed;

  Map<String, Object> toBody() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("method", method);
    body.put("objective", objective);
    put(body, "trials", trials);
    put(body, "folds", folds);
    put(body, "timeBudgetSeconds", timeBudgetSeconds);
    put(body, "seed", seed);
    put(body, "halving", halving == null ? null : halving(halving));
    Map<String, Object> searched = new LinkedHashMap<>();
    ranges.forEach((name, range) -> searched.put(name, range(name, range)));
    body.put("ranges", searched);
    return body;
  }

  private static Map<String, Object> range(String name, String text) {
    Map<String, Object> range = new LinkedHashMap<>();
    Matcher fromTo = FROM_TO.matcher(text);
    if (fromTo.matches()) {
      range.put("from", Double.valueOf(fromTo.group(1)));
      range.put("to", Double.valueOf(fromTo.group(2)));
      put(range, "logarithmic", fromTo.group(3) == null ? null : true);
      put(range, "steps", fromTo.group(4) == null ? null : Integer.valueOf(fromTo.group(4)));
      return range;
    }
    if (VALUES.matcher(text).matches()) {
      List<Double> values = Arrays.stream(text.split("\\|", -1)).map(Double::valueOf).toList();
      range.put("values", values);
      return range;
    }
    throw new SuiteException(
        "The range %s of %s is none of FROM..TO, FROM..TO:log and VALUE|VALUE."
            .formatted(text, name));
  }

  private static Map<String, Object> halving(String text) {
    Matcher parts = HALVING.matcher(text);
    if (!parts.matches()) {
      throw new SuiteException("The halving %s is none of BY and BY:FACTOR:RUNGS.".formatted(text));
    }
    Map<String, Object> halving = new LinkedHashMap<>();
    halving.put("by", parts.group(1));
    put(halving, "factor", parts.group(2) == null ? null : Integer.valueOf(parts.group(2)));
    put(halving, "rungs", parts.group(3) == null ? null : Integer.valueOf(parts.group(3)));
    return halving;
  }

  private static void put(Map<String, Object> body, String name, @Nullable Object value) {
    if (value != null) {
      body.put(name, value);
    }
  }
}
