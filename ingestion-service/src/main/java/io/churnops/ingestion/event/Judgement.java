package io.churnops.ingestion.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of one incoming event. */
public sealed interface Judgement {

  /**
   * The event satisfies the contract.
   *
   * @param warnings the quality rules it breaks that only warn
   */
  record Valid(CustomerEvent event, List<RuleBreach> warnings) implements Judgement {

    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The event does not satisfy the contract, or not what a quality rule insists on.
   *
   * @param id the event's id, where it could be read
   * @param subject the customer id, where it could be read
   * @param detail a sentence without customer data
   * @param rule the quality rule it breaks, if it is that
   * @param quarantined whether it is held back for a person to decide, rather than refused
   * @param original the event as it came, cut at the largest size of an event
   * @param cut whether {@code original} is only the beginning
   */
  record Invalid(
      @Nullable String id,
      @Nullable String subject,
      Flaw flaw,
      String detail,
      @Nullable String rule,
      boolean quarantined,
      byte[] original,
      boolean cut)
      implements Judgement {}
}
