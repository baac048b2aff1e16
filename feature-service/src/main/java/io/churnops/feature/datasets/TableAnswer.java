package io.churnops.feature.datasets;

/**
 * A table that was taken in.
 *
 * @param datasetId the training set that it becomes
 * @param table what was found in it
 */
record TableAnswer(String datasetId, DatasetStatus status, TableSource table) {}
