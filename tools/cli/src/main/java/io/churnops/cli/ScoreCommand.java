package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops score}. */
@Command(
    name = "score",
    description = "Says how likely customers are to stop buying, and why.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every customer has a score",
      "1:one has none; its status says why",
      "2:the command line is wrong"
    },
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {

  private static final int MOST = 50;

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Parameters(
      paramLabel = "CUSTOMER",
      arity = "1..*",
      description = "Ids of customers, at most " + MOST + ".")
  private List<String> customers = List.of();

  @Override
  public Integer call() {
    if (customers.size() > MOST) {
      throw new SuiteException("At most %d customers at once.".formatted(MOST));
    }
    Terminal terminal = Parent.of(churnops).terminal();
    try (ServiceClient serving =
        service.client(Parent.of(churnops).suite(), SuiteService.SERVING)) {
      List<JsonNode> predictions = predictions(serving, customers);
      predictions.forEach(prediction -> show(prediction, terminal));
      terminal.document(Map.of("predictions", predictions));
      return predictions.stream().allMatch(ScoreCommand::isScored) ? 0 : 1;
    }
  }

  /**
   * Of a large model, the reasons of few customers are found at once: the others are asked next.
   */
  private static List<JsonNode> predictions(ServiceClient serving, List<String> some) {
    try {
      return serving
          .post("/v1/predictions:batch", Map.of("customers", some, "include", List.of("reasons")))
          .path("predictions")
          .valueStream()
          .toList();
    } catch (SuiteException e) {
      if (!e.isAbout("too-many-reasons") || some.size() == 1) {
        throw e;
      }
      int half = some.size() / 2;
      return Stream.of(some.subList(0, half), some.subList(half, some.size()))
          .flatMap(part -> predictions(serving, part).stream())
          .toList();
    }
  }

  private static boolean isScored(JsonNode prediction) {
    return prediction.path("status").asString("").equals("SCORED");
  }

  private static void show(JsonNode prediction, Terminal terminal) {
    String customer = prediction.path("customerId").asString("");
    if (!isScored(prediction)) {
      terminal.line("%s: %s".formatted(customer, prediction.path("status").asString("")));
      return;
    }
    terminal.line(
        "%s: %.1f %% likely to churn (%s), %s by %s version %d"
            .formatted(
                customer,
                100 * prediction.path("churnProbability").asDouble(),
                prediction.path("riskBand").asString(""),
                prediction.path("decision").asString(""),
                prediction.path("modelName").asString(""),
                prediction.path("modelVersion").asInt()));
    for (JsonNode reason : prediction.path("reasons")) {
      terminal.below(reason.path("text").asString(""));
    }
    for (JsonNode degraded : prediction.path("degraded")) {
      terminal.line("  " + terminal.bad(degraded.asString("")));
    }
  }
}
