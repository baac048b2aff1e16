package io.churnops.feature.definitions;

import java.util.List;

/** Knows who depends on a view. */
public interface ViewUses {

  /** The model versions that are, or can be again at once, in service with a view. */
  List<Use> of(String fingerprint);

  /**
   * To be called before a view is retired, outside of any transaction.
   *
   * @throws io.churnops.kit.problem.ProblemException if a use may not be known yet
   */
  void requireKnown();

  /**
   * A model version that pins a view.
   *
   * @param aliases what points at it; empty if only a rollback would
   */
  record Use(String model, int version, List<String> aliases) {
    public Use {
      aliases = List.copyOf(aliases);
    }
  }
}
