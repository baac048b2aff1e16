package io.churnops.feature.definitions;

import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.LabelDefinition;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The registered labels: who counts as churned. */
@Service
public class Labels {

  private final DefinitionTable table;
  private final InstantSource clock;

  Labels(JdbcClient jdbc, InstantSource clock) {
    this.table = new DefinitionTable(jdbc, "label_definition");
    this.clock = clock;
  }

  Registered<LabelDefinition> register(String yamlOrJson, String by) {
    LabelDefinition label = parse(yamlOrJson);
    boolean created =
        table.put(
            new DefinitionRow(label.fingerprint(), label.name(), label.canonicalJson()),
            clock.instant(),
            by);
    return new Registered<>(label, created);
  }

  /** The latest label of a name, or the label of a fingerprint. */
  public LabelDefinition find(String nameOrFingerprint) {
    return table
        .byName(nameOrFingerprint)
        .or(() -> table.byFingerprint(nameOrFingerprint))
        .map(row -> LabelDefinition.parse(row.definition()))
        .orElseThrow(() -> UnknownDefinitionException.label(nameOrFingerprint));
  }

  private static LabelDefinition parse(String yamlOrJson) {
    try {
      return LabelDefinition.parse(yamlOrJson);
    } catch (DefinitionException e) {
      throw new InvalidDefinitionException(e);
    }
  }
}
