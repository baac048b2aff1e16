package io.churnops.feature.definitions;

import org.jspecify.annotations.Nullable;

/**
 * What is doubtful about a usable definition.
 *
 * @param name of the view or label
 * @param eventType that it reads
 * @param field of the event's data, if it is about one
 */
record DefinitionWarning(
    Plan.Kind kind,
    String name,
    Code code,
    String eventType,
    @Nullable String field,
    String message) {

  enum Code {
    /** No event can be of this type: ingestion-service refuses them. */
    EVENT_TYPE_NOT_REGISTERED,
    /** Not built in, and ingestion-service did not tell whether it is registered. */
    EVENT_TYPE_NOT_CHECKED,
    /** No schema of the event types that are read there says anything of the field. */
    FIELD_NOT_IN_SCHEMA
  }
}
