package io.churnops.training.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

/** Holds the table of {@code docs/mlflow.md} against what the controllers answer to. */
class MlflowTableTests {

  private static final Path TABLE = Path.of("../docs/mlflow.md");
  private static final String MLFLOW = "mlflow/";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void namesEveryEndpointAndNoOther() throws IOException {
    assertThat(documented()).isEqualTo(mapped()).hasSizeGreaterThan(40);
  }

  /** The first column names a family, then its members; or an endpoint alone. */
  private static Set<String> documented() throws IOException {
    Set<String> endpoints = new TreeSet<>();
    try (Stream<String> lines = Files.lines(TABLE)) {
      lines
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|")[1])
          .forEach(cell -> endpoints.addAll(endpoints(cell)));
    }
    return endpoints;
  }

  private static Set<String> endpoints(String cell) {
    Set<String> endpoints = new TreeSet<>();
    String family = "";
    List<String> codes = CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    for (String code : codes) {
      if (code.startsWith("/api") || code.matches("[A-Z].*")) {
        continue; // Files, which are told below the table.
      }
      if (code.endsWith("/")) {
        family = code;
        continue;
      }
      for (String name : code.split(" ")) {
        endpoints.add(name.contains("/") ? name : family + name);
      }
    }
    return endpoints;
  }

  private static Set<String> mapped() {
    return Stream.of(
            MlflowExperiments.class,
            MlflowRuns.class,
            MlflowRunLog.class,
            MlflowRegistry.class,
            MlflowNotes.class,
            MlflowFixed.class,
            MlflowArtifacts.class)
        .flatMap(MlflowTableTests::paths)
        .filter(path -> path.startsWith(MLFLOW))
        .map(path -> path.substring(MLFLOW.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Below {@code /api/2.0/}. */
  private static Stream<String> paths(Class<?> controller) {
    String root =
        Objects.requireNonNull(
                AnnotatedElementUtils.getMergedAnnotation(controller, RequestMapping.class))
            .path()[0]
            .substring(MlflowApi.ROOT.length());
    return Arrays.stream(controller.getDeclaredMethods())
        .map(MlflowTableTests::mapping)
        .flatMap(paths -> paths.stream().map(path -> root + path));
  }

  private static List<String> mapping(Method handler) {
    RequestMapping mapping =
        AnnotatedElementUtils.getMergedAnnotation(handler, RequestMapping.class);
    return mapping == null ? List.of() : List.of(mapping.path());
  }
}
