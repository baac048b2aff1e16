package io.churnops.training.promotion;

import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.training.card.ModelCard;
import io.churnops.training.datasets.Dataset;
import java.util.function.Supplier;

/**
 * A version that may become the champion, registered or about to be.
 *
 * @param artefact verified
 * @param data what it was trained on, fetched only when it is needed
 * @param waits whether who asks would wait for what is away rather than have a gate fail
 */
public record Candidate(
    String modelName,
    int version,
    ModelCard card,
    ModelArtefact artefact,
    Supplier<Dataset> data,
    boolean waits) {}
