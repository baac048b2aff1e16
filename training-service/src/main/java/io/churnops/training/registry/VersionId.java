package io.churnops.training.registry;

/** Versions are numbered per model, from 1. */
record VersionId(String modelName, int version) {}
