package io.churnops.training.report;

import io.churnops.training.card.ModelCard;
import io.churnops.training.registry.Alias;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import io.churnops.training.tracking.MetricPoint;
import io.churnops.training.tracking.TrackedRun;
import io.churnops.training.tracking.TrackedRuns;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The report over HTTP. */
@RestController
@Tag(name = "Models")
class ReportController {

  private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

  private final ModelRegistry registry;
  private final TrackedRuns runs;
  private final JsonMapper json;
  private final InstantSource clock;

  ReportController(ModelRegistry registry, TrackedRuns runs, JsonMapper json, InstantSource clock) {
    this.registry = registry;
    this.runs = runs;
    this.json = json;
    this.clock = clock;
  }

  @GetMapping(
      path = "/v1/models/{name}/versions/{version}/report",
      produces = MediaType.TEXT_HTML_VALUE)
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  @Operation(
      summary = "The model card as a page to read, print and mail",
      description = "One HTML document that loads nothing and runs nothing.")
  @ApiResponse(
      responseCode = "200",
      description = "The page",
      content =
          @Content(
              mediaType = MediaType.TEXT_HTML_VALUE,
              schema = @Schema(implementation = String.class)))
  ResponseEntity<String> report(@PathVariable String name, @PathVariable int version) {
    ModelVersion registered = registry.version(name, version);
    ModelCard card = json.treeToValue(registry.card(name, version), ModelCard.class);
    TrackedRun run = runs.run(registered.runId());
    String page =
        ModelReport.of(
            new ReportFacts(
                card,
                registered.artefactDigest(),
                aliases(name, version),
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                run.endMs() == null ? null : Duration.ofMillis(run.endMs() - run.startMs()),
                processorSeconds(run)));
    return ResponseEntity.ok()
        .contentType(HTML)
        .header("Content-Security-Policy", ModelReport.POLICY + "; frame-ancestors 'none'")
        .body(page);
  }

  private List<String> aliases(String name, int version) {
    return registry.model(name).aliases().stream()
        .filter(alias -> alias.version() == version)
        .map(Alias::alias)
        .toList();
  }

  private static @Nullable Double processorSeconds(TrackedRun run) {
    return run.metrics().stream()
        .filter(metric -> metric.key().equals("cost.processorSeconds"))
        .map(MetricPoint::value)
        .findFirst()
        .orElse(null);
  }
}
