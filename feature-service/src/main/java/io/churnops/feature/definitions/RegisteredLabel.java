package io.churnops.feature.definitions;

import io.churnops.features.engine.LabelDefinition;

/** A label as it is registered: what it means, and what is said of it. */
record RegisteredLabel(LabelDefinition label, DefinitionRow row) {}
