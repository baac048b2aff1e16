package io.churnops.training.runs;

import tools.jackson.databind.json.JsonMapper;

/** Requests of runs as clients write them, but with single quotes. */
final class Requests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Requests() {}

  /** A request for a model and a dataset, and what else it says. */
  static RunRequest of(String model, String datasetId, String... fields) {
    StringBuilder text = new StringBuilder("{'model': '%s', 'datasetId': '%s'");
    for (String field : fields) {
      text.append(", ").append(field);
    }
    String json = text.append('}').toString().formatted(model, datasetId).replace('\'', '"');
    return JSON.readValue(json, RunRequest.class);
  }
}
