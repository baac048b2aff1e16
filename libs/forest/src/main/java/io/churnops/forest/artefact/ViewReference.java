package io.churnops.forest.artefact;

/** The feature view a model was trained on, and the fingerprint of its definition. */
public record ViewReference(String name, String fingerprint) {}
