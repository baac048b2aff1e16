package io.churnops.training.registry;

/**
 * Challenger against champion on the same rows.
 *
 * @param datasetId whose test rows they are
 * @param difference of the AUCs, with its 95 % interval
 * @param championKnewTheTime the champion has learnt from rows as new as these, which favours it
 */
public record ChampionComparison(
    String datasetId,
    int rows,
    double challengerAuc,
    double championAuc,
    double difference,
    double low,
    double high,
    boolean championKnewTheTime) {}
