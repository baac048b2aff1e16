package io.churnops.ingestion.event;

import org.jspecify.annotations.Nullable;

/** What became of one incoming event. */
public sealed interface Judgement {

  /** The event satisfies the contract. */
  record Valid(CustomerEvent event) implements Judgement {}

  /**
   * The event does not satisfy the contract.
   *
   * @param id the event's id, where it could be read
   * @param subject the customer id, where it could be read
   * @param detail a sentence without customer data
   * @param original the event as it came, cut at the largest size of an event
   * @param cut whether {@code original} is only the beginning
   */
  record Invalid(
      @Nullable String id,
      @Nullable String subject,
      Flaw flaw,
      String detail,
      byte[] original,
      boolean cut)
      implements Judgement {}
}
