package io.churnops.features.engine;

/** A partial that is kept; features that need the same one share it. */
record Slot(Signal signal, SlotKind kind) {}
