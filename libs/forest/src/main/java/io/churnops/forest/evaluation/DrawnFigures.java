package io.churnops.forest.evaluation;

/**
 * The figures of rows of which each counts a whole number of times; not a number where a class is
 * absent.
 */
record DrawnFigures(
    double auc,
    double averagePrecision,
    double brier,
    double logLoss,
    double precision,
    double recall,
    double f1) {}
