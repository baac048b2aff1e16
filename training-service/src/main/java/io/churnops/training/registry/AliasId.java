package io.churnops.training.registry;

/** An alias belongs to a model. */
record AliasId(String modelName, String alias) {}
