package io.churnops.features.engine;

/** The partials there are. */
enum SlotKind {
  TALLY {
    @Override
    Partial fresh(int cardinality) {
      return new Tally();
    }
  },
  TOTAL {
    @Override
    Partial fresh(int cardinality) {
      return new Total();
    }
  },
  SQUARES {
    @Override
    Partial fresh(int cardinality) {
      return new Squares();
    }
  },
  MIN {
    @Override
    Partial fresh(int cardinality) {
      return new Extreme(false);
    }
  },
  MAX {
    @Override
    Partial fresh(int cardinality) {
      return new Extreme(true);
    }
  },
  FIRST {
    @Override
    Partial fresh(int cardinality) {
      return new Pick(false);
    }
  },
  LAST {
    @Override
    Partial fresh(int cardinality) {
      return new Pick(true);
    }
  },
  FIRST_TIME {
    @Override
    Partial fresh(int cardinality) {
      return new Moment(false);
    }
  },
  LAST_TIME {
    @Override
    Partial fresh(int cardinality) {
      return new Moment(true);
    }
  },
  DISTINCT {
    @Override
    Partial fresh(int cardinality) {
      return new Distinct();
    }
  },
  TOP {
    @Override
    Partial fresh(int cardinality) {
      return new Top(cardinality);
    }
  };

  /** See {@link Slot#fresh}. */
  abstract Partial fresh(int cardinality);

  /**
   * Whether the lifetime partial answers every window: the last event of all is the last of a
   * window too, or the window is empty.
   */
  boolean isLast() {
    return this == LAST || this == LAST_TIME;
  }
}
