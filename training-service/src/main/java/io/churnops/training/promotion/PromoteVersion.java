package io.churnops.training.promotion;

import io.churnops.training.registry.Alias;
import io.churnops.training.registry.AliasMove;
import io.churnops.training.registry.AliasMovedMeanwhileException;
import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import org.springframework.stereotype.Component;

/**
 * Lets an alias mean a registered version whose artefact verifies; the champion's alias only one
 * that passes the gates, unless it is forced to.
 */
@Component
public class PromoteVersion {

  private static final int ATTEMPTS = 3;

  private final ModelRegistry registry;
  private final ArtefactStore artefacts;
  private final JudgeVersion judgeVersion;

  PromoteVersion(ModelRegistry registry, ArtefactStore artefacts, JudgeVersion judgeVersion) {
    this.registry = registry;
    this.artefacts = artefacts;
    this.judgeVersion = judgeVersion;
  }

  /** Moves the alias. A champion that somebody else moves meanwhile is judged against anew. */
  public Alias promote(AliasMove move, boolean force) {
    artefacts.verify(registry.version(move.modelName(), move.version()));
    if (!move.alias().equals(Alias.CHAMPION)) {
      return registry.move(move);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return registry.move(isChampion(move) ? move : judged(move, force));
      } catch (AliasMovedMeanwhileException e) {
        if (move.expected() != null || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private AliasMove judged(AliasMove move, boolean force) {
    return move.judged(
        judgeVersion.judgeRegistered(move.modelName(), move.version(), move.actor()), force);
  }

  private boolean isChampion(AliasMove move) {
    return registry
        .meantBy(move.modelName(), Alias.CHAMPION)
        .filter(champion -> champion.version() == move.version())
        .isPresent();
  }
}
