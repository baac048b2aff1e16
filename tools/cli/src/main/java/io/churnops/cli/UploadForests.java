package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Uploads forests that a cluster has grown, for a run that uses them. */
final class UploadForests {

  private final ServiceClient training;
  private final Terminal terminal;

  UploadForests(ServiceClient training, Terminal terminal) {
    this.training = training;
    this.terminal = terminal;
  }

  /** Names the forests in the body of a run, with their parameters where it says no others. */
  void into(Map<String, Object> body, List<Path> files) {
    List<String> ids = new ArrayList<>();
    for (Path file : files) {
      JsonNode forest = training.post("/v1/forests", "application/octet-stream", file);
      ids.add(forest.path("forestId").asString());
      terminal.line(
          String.format(
              Locale.ROOT,
              "Forest %s: %,d trees, %,d nodes.",
              ids.getLast(),
              forest.at("/parameters/trees").asInt(),
              forest.path("nodes").asInt()));
      Map<String, Object> parameters = new LinkedHashMap<>();
      parameters.put("missing", "low"); // Told only where it is another.
      forest
          .path("parameters")
          .properties()
          .forEach(parameter -> parameters.put(parameter.getKey(), parameter.getValue()));
      parameters.remove("algorithm");
      if (body.get("parameters") instanceof Map<?, ?> asked) {
        asked.keySet().forEach(parameters::remove);
      }
      TrainRequest.put(body, "parameters", parameters);
    }
    body.put("forests", ids);
  }
}
