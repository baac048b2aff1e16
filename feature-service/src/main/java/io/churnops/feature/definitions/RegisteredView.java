package io.churnops.feature.definitions;

import io.churnops.features.engine.CompiledView;

/** A view as it is registered: what it means, and what is said of it. */
record RegisteredView(CompiledView view, DefinitionRow row) {}
