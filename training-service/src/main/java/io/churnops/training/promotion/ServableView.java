package io.churnops.training.promotion;

import io.churnops.forest.InputColumn;
import io.churnops.training.card.ModelCard;
import io.churnops.training.datasets.FeatureServiceUnavailableException;
import io.churnops.training.datasets.FeatureView;
import io.churnops.training.datasets.FetchView;
import io.churnops.training.registry.Gate;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether the feature store serves what a version reads. */
@Component
class ServableView {

  private static final String GATE = "signature";

  private final FetchView fetchView;

  ServableView(FetchView fetchView) {
    this.fetchView = fetchView;
  }

  Gate judge(Candidate candidate) {
    ModelCard.View wanted = candidate.card().view();
    Optional<FeatureView> found;
    try {
      found = fetchView.find(wanted.fingerprint());
    } catch (FeatureServiceUnavailableException e) {
      if (candidate.waits()) {
        throw e;
      }
      return refused(
          "Whether view %s can be read is not known: %s.",
          wanted.name(), String.valueOf(e.getMessage()));
    }
    if (found.isEmpty()) {
      return refused("feature-service has no view %s (%s).", wanted.name(), wanted.fingerprint());
    }
    FeatureView view = found.get();
    if (!view.ready()) {
      return refused("View %s is %s, not READY.", view.name(), view.status());
    }
    Optional<InputColumn> missing =
        candidate.artefact().model().inputs().columns().stream()
            .filter(input -> !view.gives(input))
            .findFirst();
    return missing
        .map(input -> refused("View %s gives no %s %s.", view.name(), input.type(), input.name()))
        .orElseGet(() ->
            Gate.of(
                GATE,
                true,
                "View %s is READY and gives all %d inputs."
                    .formatted(view.name(), candidate.artefact().model().inputs().size())));
  }

  private static Gate refused(String sentence, Object... facts) {
    return Gate.of(GATE, false, sentence.formatted(facts));
  }
}
