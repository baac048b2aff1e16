package io.churnops.forest.artefact;

/** The training dataset of a model and the SHA-256 of its rows, in hexadecimal. */
public record DatasetReference(String id, String sha256) {}
