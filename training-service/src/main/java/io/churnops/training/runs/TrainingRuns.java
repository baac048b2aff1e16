package io.churnops.training.runs;

import io.churnops.kit.problem.InvalidRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/** Training runs for the other parts of the service that have models trained. */
@Component
public class TrainingRuns {

  private static final double MOST_EXACT = 1L << 53;

  /** In the place of a training set that is not there yet. */
  private static final String UNKNOWN_YET = new UUID(0, 0).toString();

  private static final List<String> SAID_ELSEWHERE =
      List.of("model", "datasetId", "label", "promote");

  /** A forest is of one dataset. */
  private static final String FORESTS = "forests";

  private final RunQueue queue;
  private final Validator validator;
  private final JsonMapper json;

  TrainingRuns(RunQueue queue, Validator validator, JsonMapper json) {
    this.queue = queue;
    this.validator = validator;
    this.json = json;
  }

  /**
   * What became of a run.
   *
   * @param modelVersion the version it made, once it has finished
   * @param code of its failure, with a sentence; where there is none, its status
   */
  public record Outcome(
      String runId,
      boolean ended,
      @Nullable Integer modelVersion,
      String code,
      @Nullable String detail) {}

  /**
   * Says whether runs can be asked for with these wishes, before there is a dataset.
   *
   * @param train what a request of a run has beside model, dataset, label and promotion
   * @throws InvalidRequest with what is wrong with them
   */
  public void check(String model, Map<String, Object> train) {
    request(model, UNKNOWN_YET, null, train);
  }

  /** Queues a run that promotes nothing; the same key gives the same run. */
  public String submit(
      String model,
      String datasetId,
      @Nullable String label,
      Map<String, Object> train,
      String principal,
      String key) {
    return queue.submit(request(model, datasetId, label, train), principal, key).runId();
  }

  /** Ends a run that nobody wants any more, unless it is over. */
  public void cancelUnlessOver(String runId, String principal) {
    queue.cancelUnlessOver(runId, principal);
  }

  /** What became of a run. */
  public Outcome outcome(String runId) {
    Run run = queue.run(runId);
    Run.Error error = run.error();
    return new Outcome(
        runId,
        run.finishedAt() != null,
        run.modelVersion(),
        error == null ? run.status().name().toLowerCase(Locale.ROOT) : error.code(),
        error == null ? null : error.detail());
  }

  /** What a run was asked for beside model, dataset, label and promotion. */
  public Map<String, Object> wishesOf(String runId) {
    ObjectNode request = queue.run(runId).request().deepCopy().asObject();
    request.remove(SAID_ELSEWHERE);
    request.remove(FORESTS);
    Map<String, Object> wishes = new TreeMap<>();
    request.properties().stream()
        .filter(wish -> !wish.getValue().isNull())
        .forEach(wish -> wishes.put(wish.getKey(), wish.getValue()));
    return wishes;
  }

  /** What was kept before fractions were refused, or by a database, has whole numbers as 100.0. */
  private static JsonNode wholeNumbers(JsonNode wish) {
    switch (wish) {
      case ObjectNode members ->
          List.copyOf(members.properties())
              .forEach(member -> members.set(member.getKey(), wholeNumbers(member.getValue())));
      case ArrayNode elements -> {
        for (int i = 0; i < elements.size(); i++) {
          elements.set(i, wholeNumbers(elements.get(i)));
        }
      }
      default -> {
        double number = wish.isFloatingPointNumber() ? wish.doubleValue() : Double.NaN;
        return number == Math.rint(number) && Math.abs(number) < MOST_EXACT
            ? LongNode.valueOf((long) number)
            : wish;
      }
    }
    return wish;
  }

  private RunRequest request(
      String model, String datasetId, @Nullable String label, Map<String, Object> train) {
    for (String taken : SAID_ELSEWHERE) {
      if (train.containsKey(taken)) {
        throw invalid("train." + taken, "is said elsewhere in the request");
      }
    }
    if (train.containsKey(FORESTS)) {
      throw invalid("train." + FORESTS, "are of one dataset, and this is of another");
    }
    ObjectNode whole = json.valueToTree(train);
    wholeNumbers(whole);
    whole.put("model", model).put("datasetId", datasetId).put("label", label);
    whole.put("promote", "never");
    RunRequest request;
    try {
      request = json.treeToValue(whole, RunRequest.class);
    } catch (JacksonException e) {
      throw invalid("train", "is no training request: " + e.getOriginalMessage());
    }
    Errors broken = new BeanPropertyBindingResult(request, "train");
    validator.validate(request, broken);
    if (broken.hasErrors()) {
      throw InvalidRequest.within("train", broken);
    }
    return request;
  }

  private static InvalidRequest invalid(String field, String message) {
    return new InvalidRequest(List.of(Map.of("field", field, "message", message)));
  }
}
