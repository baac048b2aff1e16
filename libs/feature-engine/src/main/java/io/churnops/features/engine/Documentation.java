package io.churnops.features.engine;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a definition says to people: it changes no value and so no fingerprint. */
record Documentation(@Nullable String description, @Nullable String owner, List<String> tags) {

  static final Set<String> KEYS = Set.of("description", "owner", "tags");

  Documentation {
    tags = List.copyOf(tags);
  }

  void addTo(ObjectNode definition) {
    if (description != null) {
      definition.put("description", description);
    }
    if (owner != null) {
      definition.put("owner", owner);
    }
    if (!tags.isEmpty()) {
      ArrayNode list = definition.putArray("tags");
      tags.forEach(list::add);
    }
  }
}
