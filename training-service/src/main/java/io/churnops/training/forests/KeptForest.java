package io.churnops.training.forests;

import io.churnops.forest.ForestParameters;
import io.churnops.forest.GrownOn;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * A forest that was grown elsewhere and waits for a run.
 *
 * @param forestId the SHA-256 of its bytes
 * @param table the SHA-256 of the binned rows that it says it is of
 * @param grownOn where its trees were grown, as it says
 */
@Schema(name = "GrownForest")
record KeptForest(
    String forestId,
    String table,
    ForestParameters parameters,
    int columns,
    int nodes,
    long bytes,
    List<GrownOn> grownOn,
    String uploadedBy,
    Instant uploadedAt) {}
