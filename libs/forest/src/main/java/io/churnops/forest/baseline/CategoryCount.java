package io.churnops.forest.baseline;

/** A category and the training rows that had it. */
public record CategoryCount(String value, long count) {}
