package io.churnops.cli;

import io.churnops.cli.suite.SuiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** What a retraining is to be of; what is left out is as it was for the champion. */
final class RetrainingWish {

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "churn",
      description = "The model (default: ${DEFAULT-VALUE}).")
  private String model = "";

  @Option(names = "--dataset", paramLabel = "ID", description = "A training set that there is.")
  private @Nullable String dataset;

  @Option(names = "--view", paramLabel = "NAME", description = "A feature view to build one of.")
  private @Nullable String view;

  @Option(names = "--label", paramLabel = "NAME", description = "The label to predict.")
  private @Nullable String label;

  @Option(names = "--cutoffs", paramLabel = "COUNT", description = "How many cutoffs.")
  private @Nullable Integer cutoffs;

  @Option(names = "--every", paramLabel = "SPAN", description = "From cutoff to cutoff, as 30d.")
  private @Nullable String every;

  @Option(
      names = "--newest",
      paramLabel = "SPAN",
      description = "How long ago the newest cutoff is (default: the label's horizon).")
  private @Nullable String newest;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "JSON with parameters, threshold, split and tags of the training run.")
  private @Nullable Path train;

  @Option(
      names = "--promote",
      paramLabel = "never|if_better",
      defaultValue = "if_better",
      description = "Whether it becomes the champion (default: ${DEFAULT-VALUE}).")
  private String promote = "";

  /** The body of the request. */
  Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", model);
    Map<String, Object> of = new LinkedHashMap<>();
    put(of, "id", dataset);
    put(of, "view", view);
    put(of, "label", label);
    Map<String, Object> at = new LinkedHashMap<>();
    put(at, "newest", newest);
    put(at, "every", every);
    put(at, "count", cutoffs);
    if (!at.isEmpty()) {
      of.put("cutoffs", at);
    }
    if (!of.isEmpty()) {
      body.put("dataset", of);
    }
    if (train != null) {
      body.put("train", read(train));
    }
    body.put("promote", promote);
    return body;
  }

  private static void put(Map<String, Object> map, String name, @Nullable Object value) {
    if (value != null) {
      map.put(name, value);
    }
  }

  private static Map<String, Object> read(Path file) {
    try {
      return JsonMapper.shared().readValue(Files.readString(file), new TypeReference<>() {});
    } catch (IOException | JacksonException e) {
      throw new SuiteException(file + " cannot be read as a JSON object: " + e.getMessage(), e);
    }
  }
}
