package io.churnops.training.evaluation;

import io.churnops.forest.ModelParameters;

/**
 * One of the algorithms that a run compared on the same rows.
 *
 * @param validationAuc by which the best is chosen
 * @param auc on the test rows, after the choice, fitted to all rows of the past
 * @param difference the published model's AUC on the test rows minus this one's
 * @param low of the 95 % interval of the difference, by paired bootstrap over customers
 * @param high of the interval
 * @param published whether this is the one that became the version
 */
public record AlgorithmComparison(
    ModelParameters parameters,
    double validationAuc,
    double auc,
    double difference,
    double low,
    double high,
    boolean published) {}
