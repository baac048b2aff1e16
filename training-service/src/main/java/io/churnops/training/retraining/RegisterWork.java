package io.churnops.training.retraining;

import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Makes sure that what the registry has is what was trained: the training run registers its version
 * in the transaction that ends it; here its artefact is read back, signature, digests and reference
 * scores.
 */
@Component
class RegisterWork implements StepWork {

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;

  RegisterWork(ModelRegistry registry, ArtefactStore artefacts) {
    this.registry = registry;
    this.artefacts = artefacts;
  }

  @Override
  public Step step() {
    return Step.REGISTER;
  }

  @Override
  public StepOutcome advance(Retraining retraining, RetrainingStep step) {
    ModelVersion version =
        registry.version(
            retraining.model(), retraining.resultOf(Step.TRAIN).path("modelVersion").asInt());
    artefacts.verify(version);
    return new StepOutcome.Done(
        Map.of("modelVersion", version.version(), "artefactDigest", version.artefactDigest()),
        "Version %d is registered and its artefact verifies.".formatted(version.version()));
  }
}
