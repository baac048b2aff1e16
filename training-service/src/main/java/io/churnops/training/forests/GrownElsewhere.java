package io.churnops.training.forests;

import io.churnops.forest.GrownOn;
import java.util.List;

/**
 * A forest that a run used instead of growing it.
 *
 * @param forestId the SHA-256 of its file
 * @param table the SHA-256 of the binned rows that it is of
 * @param rows how many these are
 * @param grownAgain the numbers of the trees that were grown again, and were the same
 * @param grownOn where its trees were grown, as it says
 */
public record GrownElsewhere(
    String forestId, String table, int rows, List<Integer> grownAgain, List<GrownOn> grownOn) {}
