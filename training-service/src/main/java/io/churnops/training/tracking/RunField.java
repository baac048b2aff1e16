package io.churnops.training.tracking;

import java.util.Locale;

/** Something of a run that can be compared or sorted by. */
sealed interface RunField {

  /** The last value of a metric. */
  record Metric(String key) implements RunField {}

  /** A parameter. */
  record Param(String key) implements RunField {}

  /** A tag. */
  record Tag(String key) implements RunField {}

  /** A column of the run's inputs. */
  record Input(String column) implements RunField {}

  /** A column of text of the run itself. */
  record Text(String column) implements RunField {}

  /** A time of the run itself, in milliseconds. */
  record Time(String column) implements RunField {}

  /** The field of a name such as {@code metrics.auc}; attributes may be named alone. */
  static RunField of(String entity, String key) {
    if (key.isEmpty()) {
      return attribute(entity);
    }
    return switch (entity) {
      case "metric", "metrics" -> new Metric(key);
      case "param", "params", "parameter", "parameters" -> new Param(key);
      case "tag", "tags" -> new Tag(key);
      case "dataset", "datasets" ->
          switch (key) {
            case "name", "digest" -> new Input(key);
            default -> throw unknown(entity + "." + key);
          };
      case "attribute", "attributes", "attr", "run" -> attribute(key);
      default -> throw unknown(entity + "." + key);
    };
  }

  private static RunField attribute(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "run_id" -> new Text("r.run_id");
      case "run_name" -> new Text("r.name");
      case "status" -> new Text("r.status");
      case "user_id" -> new Text("r.user_id");
      case "start_time", "created" -> new Time("r.start_ms");
      case "end_time" -> new Time("r.end_ms");
      default -> throw unknown(name);
    };
  }

  private static TrackingException unknown(String name) {
    return TrackingException.invalidSearch(
        ("Runs are searched by metrics.…, params.…, tags.…, datasets.name, datasets.digest, and"
                + " the attributes run_id, run_name, status, user_id, start_time and end_time, not"
                + " by %s.")
            .formatted(name));
  }
}
