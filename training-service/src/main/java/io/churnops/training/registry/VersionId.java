package io.churnops.training.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

@Embeddable
record VersionId(
    @Column(name = "model_name") String modelName, @Column(name = "version") int version) {}
