package io.churnops.feature.identity;

/** Two ids said to be one customer: a known customer's, and another. */
record Pair(String knownId, String otherId) {}
