package io.churnops.training.runs;

import io.churnops.forest.Algorithm;
import io.churnops.forest.artefact.ArtefactWriter;
import io.churnops.forest.artefact.MeasuredArtefact;
import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.SplitReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains what a run on record trained once more, and keeps nothing of it. It takes half of the
 * threads that runs have, which changes nothing but the time it takes.
 */
@Component
public class TrainAgain {

  private static final String TIME_BUDGET = "timeBudgetSeconds";

  /** Of what there may be less than was asked for, where time ended. */
  private static final Set<String> GROWN = Set.of("trees", "rounds");

  private final RunQueue queue;
  private final TrainAndJudge trainAndJudge;
  private final DescribeModel describeModel;
  private final RunEnvironment environment;
  private final JsonMapper json;

  TrainAgain(
      RunQueue queue,
      DescribeModel describeModel,
      RunEnvironment environment,
      TrainingProperties properties,
      JsonMapper json) {
    this.queue = queue;
    this.trainAndJudge =
        new TrainAndJudge(
            new TrainingProperties(Math.max(1, properties.threads() / 2), properties.gitCommit()));
    this.describeModel = describeModel;
    this.environment = environment;
    this.json = json;
  }

  /**
   * What is on record of a run that made a version.
   *
   * @param parameters what the model was really trained with
   * @param environment what it ran on
   */
  public record Recorded(
      String runId,
      String model,
      String datasetId,
      @Nullable String label,
      JsonNode request,
      JsonNode parameters,
      JsonNode split,
      JsonNode environment) {}

  /**
   * What was trained again.
   *
   * @param artefact as it would be if it were the version's
   */
  public record Again(
      MeasuredArtefact artefact, JsonNode card, JsonNode parameters, JsonNode split) {}

  /** What is on record of a run. */
  public Recorded recorded(String runId) {
    Run run = queue.run(runId);
    return new Recorded(
        runId,
        run.model(),
        run.datasetId(),
        run.request().path("label").asString(null),
        run.request(),
        run.parameters() == null ? JsonNodeFactory.instance.objectNode() : run.parameters(),
        run.split() == null ? JsonNodeFactory.instance.objectNode() : run.split(),
        run.environment());
  }

  /** What this service runs on. */
  public JsonNode environment() {
    return json.readTree(environment.json());
  }

  /**
   * Trains on rows.
   *
   * @param version the number of the version that the model is to be again
   * @param createdAt when that version was made
   */
  public Again train(Recorded recorded, int version, Instant createdAt, Dataset data) {
    RunRequest request = json.treeToValue(asTrained(recorded), RunRequest.class);
    TrainedModel trained = trainAndJudge.train(data, request, new RunProgress());
    var contents =
        describeModel.contents(
            recorded.model(), recorded.runId(), version, data, trained, createdAt);
    try {
      return new Again(
          ArtefactWriter.measure(contents),
          json.valueToTree(describeModel.card(contents.model(), data, trained)),
          describeModel.parameters(trained),
          json.valueToTree(SplitReport.of(data, trained.split())));
    } catch (IOException e) {
      throw new UncheckedIOException("The model cannot be encoded: " + e.getMessage(), e);
    }
  }

  /**
   * The request with what only the run could tell: which of several algorithms was chosen, what a
   * search found, how many trees or rounds the time was enough for, and where a forest sent missing
   * values, which earlier ones sent low unasked. All forests are grown here.
   */
  private static ObjectNode asTrained(Recorded recorded) {
    ObjectNode request = recorded.request().deepCopy().asObject();
    boolean searched = request.hasNonNull("search");
    if (request.hasNonNull("compare")) {
      request.put(
          "algorithm",
          recorded.parameters().path("algorithm").asString(Algorithm.FOREST.toString()));
    }
    request.remove(List.of("search", "compare", "forests"));
    ObjectNode parameters =
        request.path("parameters").isObject()
            ? request.path("parameters").asObject()
            : request.putObject("parameters");
    boolean timed = parameters.hasNonNull(TIME_BUDGET);
    parameters.remove(TIME_BUDGET);
    Arrays.stream(RunRequest.Parameters.class.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> searched || (timed && GROWN.contains(name)))
        .filter(name -> !name.equals(TIME_BUDGET))
        .filter(recorded.parameters()::has)
        .forEach(name -> parameters.set(name, recorded.parameters().get(name)));
    if (recorded.parameters().has("trees")) {
      parameters.put("missing", recorded.parameters().path("missing").asString("low"));
    }
    return request;
  }
}
