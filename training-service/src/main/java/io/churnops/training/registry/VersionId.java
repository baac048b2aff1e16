package io.churnops.training.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** Versions are numbered per model, from 1. */
@Embeddable
record VersionId(
    @Column(name = "model_name") String modelName, @Column(name = "version") int version) {}
