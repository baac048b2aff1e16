package io.churnops.training.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/** An alias belongs to a model. */
@Embeddable
record AliasId(
    @Column(name = "model_name") String modelName, @Column(name = "alias") String alias) {}
