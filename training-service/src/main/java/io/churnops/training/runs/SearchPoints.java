package io.churnops.training.runs;

import io.churnops.forest.Algorithm;
import io.churnops.forest.BoostingParameters;
import io.churnops.forest.ForestParameters;
import io.churnops.forest.LogisticParameters;
import io.churnops.forest.ModelParameters;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the points of a search mean: requests with their values among the parameters. */
final class SearchPoints {

  private final RunRequest request;
  private final int rows;
  private final JsonMapper json;

  /** Points around a request that would be trained on so many rows. */
  SearchPoints(RunRequest request, int rows, JsonMapper json) {
    this.request = request;
    this.rows = rows;
    this.json = json;
  }

  Algorithm algorithm() {
    return request.algorithms().getFirst();
  }

  /** The values that would be trained with without the search, of the parameters named. */
  SortedMap<String, Double> defaults(Iterable<String> names) {
    JsonNode all = json.valueToTree(request.modelParameters(algorithm(), rows));
    var point = new TreeMap<String, Double>();
    names.forEach(name -> point.put(name, all.path(name).asDouble()));
    return point;
  }

  /** The request with the values of a point, and no search any more. */
  RunRequest request(Map<String, Double> point) {
    ObjectNode changed = json.valueToTree(request);
    ObjectNode parameters =
        changed.path("parameters") instanceof ObjectNode given
            ? given
            : changed.putObject("parameters");
    point.forEach((name, value) -> {
      if (value == Math.rint(value)) {
        parameters.put(name, value.longValue());
      } else {
        parameters.put(name, value);
      }
    });
    changed.remove("search");
    return json.treeToValue(changed, RunRequest.class);
  }

  /** The parameters of a point, with a part of the trees. */
  ModelParameters parameters(Map<String, Double> point, double partOfTrees) {
    ModelParameters whole = request(point).modelParameters(algorithm(), rows);
    return switch (whole) {
      case ForestParameters forest -> forest.withTrees(part(forest.trees(), partOfTrees));
      case BoostingParameters boosting -> boosting.withRounds(part(boosting.rounds(), partOfTrees));
      case LogisticParameters logistic -> logistic;
    };
  }

  private static int part(int trees, double part) {
    return (int) Math.max(1, Math.rint(trees * part));
  }
}
