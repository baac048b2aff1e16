package io.churnops.training.search;

import java.util.Map;

/**
 * What a trial reached.
 *
 * @param fraction of the full rows or trees that it was given
 * @param score the higher the better
 */
public record Observation(Map<String, Double> point, double fraction, double score) {}
