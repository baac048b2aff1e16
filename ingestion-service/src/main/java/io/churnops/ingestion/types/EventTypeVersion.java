package io.churnops.ingestion.types;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One version of an event type; a built-in type has the one of this release. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record EventTypeVersion(
    @Schema(example = "wishlist.item_added") String type,
    int version,
    @Schema(description = "Whether it belongs to Churnops and cannot be changed.") boolean builtIn,
    Compatibility compatibility,
    @Nullable String description,
    @Schema(description = "JSON Schema 2020-12; not in lists.") @Nullable JsonNode schema,
    @Nullable String registeredBy,
    @Nullable Instant registeredAt) {

  EventTypeVersion withoutSchema() {
    return new EventTypeVersion(
        type, version, builtIn, compatibility, description, null, registeredBy, registeredAt);
  }

  /** Whether a registration would say nothing new. */
  boolean says(JsonNode schema, Compatibility compatibility, @Nullable String description) {
    return schema.equals(this.schema)
        && compatibility == this.compatibility
        && (description == null || description.equals(this.description));
  }
}
