package io.churnops.feature.erasure;

import io.churnops.contract.Topics;
import io.churnops.feature.lineage.ModelUses;
import io.churnops.kit.erasure.Remaining;
import io.churnops.kit.erasure.TopicRetention;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What this service, and models made of its training sets, still hold of who was erased. */
@Component
class WhatRemains {

  private final TopicRetention retention;
  private final ModelUses models;

  WhatRemains(TopicRetention retention, ModelUses models) {
    this.retention = retention;
    this.models = models;
  }

  /** After an erasure that was announced, and has dropped some training sets. */
  List<Remaining> after(Set<String> droppedDatasets) {
    List<Remaining> remaining = new ArrayList<>(retention.of(List.of(Topics.CUSTOMER_ERASURES)));
    if (!droppedDatasets.isEmpty()) {
      remaining.add(new Remaining("models", null, reason(droppedDatasets)));
    }
    return remaining;
  }

  private String reason(Set<String> droppedDatasets) {
    String known =
        models.ofDatasets(List.copyOf(droppedDatasets)).stream()
            .map(version -> version.modelName() + "/" + version.version())
            .collect(Collectors.joining(", "));
    return "Models that were trained on the dropped training sets"
        + (known.isEmpty() ? "" : ", " + known + " among them,")
        + " hold no id, but a few rows of features by which they are checked, and what they learnt;"
        + " train anew to replace them.";
  }
}
