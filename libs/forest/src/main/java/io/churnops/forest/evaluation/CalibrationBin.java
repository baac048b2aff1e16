package io.churnops.forest.evaluation;

/**
 * Rows of neighbouring scores: what the model said, and what came.
 *
 * @param rows how many
 * @param meanScore the mean of their scores
 * @param churnRate the share that churned; where equal scores lie across a border, each side takes
 *     its part of their churners
 */
public record CalibrationBin(int rows, double meanScore, double churnRate) {}
