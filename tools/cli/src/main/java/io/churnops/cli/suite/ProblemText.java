package io.churnops.cli.suite;

import java.net.http.HttpResponse;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a service says against a request, in words for people. */
public final class ProblemText {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProblemText() {}

  /**
   * The detail of a problem and, where it has several, each; the whole answer of who tells none.
   */
  public static String of(HttpResponse<String> answer) {
    JsonNode problem = problem(answer);
    String detail = problem.path("detail").stringValue("");
    if (detail.isEmpty()) {
      return "%s %s answered %d: %s"
          .formatted(
              answer.request().method(),
              answer.request().uri(),
              answer.statusCode(),
              answer.body());
    }
    List<String> details =
        problem
            .path("problems")
            .valueStream()
            .map(one -> one.path("detail").stringValue(""))
            .toList();
    return details.size() < 2 ? detail : "- " + String.join(System.lineSeparator() + "- ", details);
  }

  /** The document; nothing of a service that is not ours, or is not well. */
  public static JsonNode problem(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (JacksonException e) {
      return JSON.createObjectNode();
    }
  }
}
