package io.churnops.ingestion.event;

import org.jspecify.annotations.Nullable;

/** Ends the judging of one event; carries no stack trace, because bad events are ordinary. */
final class FlawException extends RuntimeException {

  private final Flaw flaw;
  private final @Nullable String rule;
  private final boolean quarantines;

  FlawException(Flaw flaw, String detail) {
    this(flaw, detail, null, flaw.quarantines());
  }

  FlawException(RuleBreach breach) {
    this(
        Flaw.QUALITY_RULE,
        breach.detail(),
        breach.rule(),
        breach.action() == RuleAction.QUARANTINE);
  }

  private FlawException(Flaw flaw, String detail, @Nullable String rule, boolean quarantines) {
    super(detail, null, false, false);
    this.flaw = flaw;
    this.rule = rule;
    this.quarantines = quarantines;
  }

  Flaw flaw() {
    return flaw;
  }

  /** The quality rule that is broken, if it is that. */
  @Nullable String rule() {
    return rule;
  }

  boolean quarantines() {
    return quarantines;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
