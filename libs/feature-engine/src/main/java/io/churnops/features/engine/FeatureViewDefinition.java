package io.churnops.features.engine;

import java.util.Set;

/** A feature view as its author wrote it, checked. Equal meaning gives an equal fingerprint. */
public final class FeatureViewDefinition {

  private FeatureViewDefinition() {}

  /**
   * Reads a definition in YAML or JSON.
   *
   * @throws DefinitionException listing everything wrong with it
   */
  public static FeatureViewDefinition parse(String yamlOrJson) {
    throw new UnsupportedOperationException(yamlOrJson);
  }

  public String name() {
    throw new UnsupportedOperationException();
  }

  /** The version of the view: the first 16 bytes of the SHA-256 of its canonical JSON, in hex. */
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

  /** The event types that some feature reads. */
  public Set<String> eventTypes() {
    throw new UnsupportedOperationException();
  }
}
