package io.churnops.serving.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.RiskBands;
import io.churnops.serving.ServingProperties;
import io.churnops.serving.model.Champion.Crowned;
import io.churnops.serving.model.FollowChampion.Refusal;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says which model is served, and why not another one. */
@RestController
@Tag(name = "Model", description = "The model that scores")
class ServingModelController {

  private final Champion champion;
  private final FollowChampion follow;
  private final String modelName;

  ServingModelController(Champion champion, FollowChampion follow, ServingProperties properties) {
    this.champion = champion;
    this.follow = follow;
    this.modelName = properties.model();
  }

  @GetMapping("/v1/serving-model")
  @PreAuthorize("hasAuthority('SCOPE_scores:read')")
  @Operation(
      summary = "The model that is served",
      description = "Also the champion that was refused last, if the registry still names it.")
  ServingModel servingModel() {
    return new ServingModel(
        modelName,
        champion.crowned().map(Loaded::of).orElse(null),
        follow.refusal().orElse(null),
        follow.trouble().orElse(null));
  }

  /** What is served of a model. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ServingModel(
      String modelName,
      @Schema(description = "Absent while no champion could be loaded") @Nullable Loaded loaded,
      @Schema(description = "The champion the registry names, when it is refused")
          @Nullable Refusal refused,
      @Schema(description = "What kept the last look at the registry from succeeding")
          @Nullable String trouble) {}

  /** The loaded version. */
  record Loaded(
      int modelVersion,
      String artefactDigest,
      @Schema(description = "REGISTRY, or CACHE while the registry was not yet reached")
          String source,
      Instant since,
      String runId,
      String datasetId,
      String viewName,
      String viewFingerprint,
      List<String> inputs,
      double threshold,
      @Schema(description = "From which churn probability each band begins") RiskBands riskBands) {

    static Loaded of(Crowned crowned) {
      ModelDescription model = crowned.model().description();
      return new Loaded(
          model.modelVersion(),
          crowned.model().digest(),
          crowned.source().name(),
          crowned.since(),
          model.runId(),
          model.dataset().id(),
          model.view().name(),
          model.view().fingerprint(),
          model.inputs().names(),
          model.threshold(),
          model.riskBands());
    }
  }
}
