package io.churnops.features.engine;

/** The partials there are. */
enum SlotKind {
  TALLY {
    @Override
    Partial fresh() {
      return new Tally();
    }
  },
  TOTAL {
    @Override
    Partial fresh() {
      return new Total();
    }
  },
  SQUARES {
    @Override
    Partial fresh() {
      return new Squares();
    }
  },
  MIN {
    @Override
    Partial fresh() {
      return new Extreme(false);
    }
  },
  MAX {
    @Override
    Partial fresh() {
      return new Extreme(true);
    }
  },
  FIRST {
    @Override
    Partial fresh() {
      return new Pick(false);
    }
  },
  LAST {
    @Override
    Partial fresh() {
      return new Pick(true);
    }
  },
  FIRST_TIME {
    @Override
    Partial fresh() {
      return new Moment(false);
    }
  },
  LAST_TIME {
    @Override
    Partial fresh() {
      return new Moment(true);
    }
  },
  DISTINCT {
    @Override
    Partial fresh() {
      return new Distinct();
    }
  };

  /** A partial of no event yet; it must be given one before it is stored or finished. */
  abstract Partial fresh();

  /**
   * Whether the lifetime partial answers every window: the last event of all is the last of a
   * window too, or the window is empty.
   */
  boolean isLast() {
    return this == LAST || this == LAST_TIME;
  }
}
