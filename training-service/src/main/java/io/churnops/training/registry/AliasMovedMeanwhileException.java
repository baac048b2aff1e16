package io.churnops.training.registry;

import io.churnops.kit.problem.ProblemException;
import org.springframework.http.HttpStatus;

/** An alias no longer means what its mover took for granted. Looking again helps. */
public final class AliasMovedMeanwhileException extends ProblemException {

  AliasMovedMeanwhileException(AliasMove move, int expected, int current) {
    super(
        HttpStatus.CONFLICT,
        "alias-moved-meanwhile",
        "Alias moved meanwhile",
        "Alias '%s' of model '%s' means version %d, not %d: look again before moving it."
            .formatted(move.alias(), move.modelName(), current, expected));
  }
}
