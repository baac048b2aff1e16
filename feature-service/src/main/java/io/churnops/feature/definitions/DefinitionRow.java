package io.churnops.feature.definitions;

/** A stored definition, of a view or a label. */
record DefinitionRow(String fingerprint, String name, String definition) {}
