package io.churnops.feature.definitions;

/**
 * What is doubtful about a usable definition.
 *
 * @param name of the view or label
 * @param eventType that it reads
 */
record DefinitionWarning(Plan.Kind kind, String name, Code code, String eventType, String message) {

  enum Code {
    /** No event can be of this type: ingestion-service refuses them. */
    EVENT_TYPE_NOT_REGISTERED,
    /** Not built in, and ingestion-service did not tell whether it is registered. */
    EVENT_TYPE_NOT_CHECKED
  }
}
