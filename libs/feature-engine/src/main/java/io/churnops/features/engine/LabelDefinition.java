package io.churnops.features.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who counts as churned, and for whom the question is asked. */
public final class LabelDefinition {

  private LabelDefinition() {}

  /**
   * Reads a definition in YAML or JSON.
   *
   * @throws DefinitionException listing everything wrong with it
   */
  public static LabelDefinition parse(String yamlOrJson) {
    throw new UnsupportedOperationException(yamlOrJson);
  }

  public String name() {
    throw new UnsupportedOperationException();
  }

  /** The first 16 bytes of the SHA-256 of the canonical JSON, in hex. */
  public String fingerprint() {
    throw new UnsupportedOperationException();
  }

  /** What the definition means: no description, owner or tags. Can be parsed again. */
  public String canonicalJson() {
    throw new UnsupportedOperationException();
  }

  /** The whole definition, with description, owner and tags. Can be parsed again. */
  public String documentedJson() {
    throw new UnsupportedOperationException();
  }

  /** How long after a cutoff the customer must stay silent to count as churned. */
  public Duration horizon() {
    throw new UnsupportedOperationException();
  }

  /** How far before a cutoff eligibility looks. */
  public Duration eligibility() {
    throw new UnsupportedOperationException();
  }

  /** The distance of cutoffs, when the definition proposes one. */
  public Optional<Duration> cutoffsEvery() {
    throw new UnsupportedOperationException();
  }

  /** The event types that the label reads. */
  public Set<String> eventTypes() {
    throw new UnsupportedOperationException();
  }
}
