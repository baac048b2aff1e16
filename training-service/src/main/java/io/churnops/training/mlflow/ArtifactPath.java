package io.churnops.training.mlflow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a file of a run is, as clients write it: {@code experiment/run/artifacts/folder/file}. Its
 * parts are names and nothing else, so that no path leads out of its run.
 *
 * @param parts below the run's folder; none for that folder itself
 */
record ArtifactPath(long experiment, String runId, List<String> parts) {

  private static final String ROOT = "artifacts";
  private static final int HEAD = 3;
  private static final int DEEPEST = 20;
  private static final int LONGEST_PART = 200;

  ArtifactPath {
    parts = List.copyOf(parts);
    if (parts.size() > DEEPEST) {
      throw MlflowException.invalid("Folders lie %d deep at most".formatted(DEEPEST));
    }
    parts.forEach(ArtifactPath::check);
    check(runId);
  }

  /** Reads the path of a proxied request. */
  static ArtifactPath parse(String text) {
    List<String> all = split(text);
    if (all.size() < HEAD || !all.get(2).equals(ROOT)) {
      throw MlflowException.invalid(
          "Artifacts lie at <experiment>/<run>/artifacts/<path>, not at '%s'".formatted(text));
    }
    try {
      return new ArtifactPath(
          Long.parseLong(all.get(0)), all.get(1), all.subList(HEAD, all.size()));
    } catch (NumberFormatException e) {
      throw MlflowException.invalid("Experiments have integers as ids, not '" + all.get(0) + "'");
    }
  }

  /** A path below the folder of a run; empty for that folder. */
  static List<String> split(String text) {
    String bare = text.replaceAll("^/+|/+$", "");
    return bare.isEmpty() ? List.of() : List.of(bare.split("/", -1));
  }

  private static void check(String part) {
    boolean odd =
        part.isBlank()
            || part.equals(".")
            || part.equals("..")
            || part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART
            || part.chars().anyMatch(c -> c < ' ' || c == '\\' || c == ':' || c == 0x7f);
    if (odd) {
      throw MlflowException.invalid(
          ("'%s' is no name of a file or folder here: at most %d bytes, no colon,"
                  + " backslash or control character, and not one or two dots")
              .formatted(part.replaceAll("\\p{Cntrl}", "?"), LONGEST_PART));
    }
  }

  /** The place below the folder of all runs. */
  Path below(Path root) {
    Path place = root.resolve(Long.toString(experiment)).resolve(runId).resolve(ROOT);
    for (String part : parts) {
      place = place.resolve(part);
    }
    return place;
  }
}
