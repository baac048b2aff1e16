package io.churnops.feature.definitions;

import io.churnops.feature.definitions.DefinitionTable.Draft;
import io.churnops.feature.definitions.DefinitionTable.Filter;
import io.churnops.features.engine.DefinitionException;
import io.churnops.features.engine.LabelDefinition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The registered labels: who counts as churned. */
@Service
public class Labels {

  private static final int LABELS_AT_ONCE = 100;

  private final DefinitionTable table;
  private final InstantSource clock;

  Labels(JdbcClient jdbc, InstantSource clock) {
    this.table = DefinitionTable.ofLabels(jdbc);
    this.clock = clock;
  }

  Registered<RegisteredLabel> register(String yamlOrJson, String by) {
    return register(parse(yamlOrJson), by);
  }

  Registered<RegisteredLabel> register(LabelDefinition label, String by) {
    boolean created =
        table.put(
            new Draft(
                label.fingerprint(),
                label.name(),
                label.canonicalJson(),
                NotesReader.of(label.documentedJson())),
            clock.instant(),
            by);
    return new Registered<>(registered(label.fingerprint()), created);
  }

  /** The latest label of a name, or the label of a fingerprint. */
  public LabelDefinition find(String nameOrFingerprint) {
    return registered(nameOrFingerprint).label();
  }

  /** Every label that was ever registered, the oldest first. */
  public List<LabelDefinition> everyVersion() {
    return table.all().stream().map(row -> registered(row).label()).toList();
  }

  RegisteredLabel registered(String nameOrFingerprint) {
    return table
        .byName(nameOrFingerprint)
        .or(() -> table.byFingerprint(nameOrFingerprint))
        .map(Labels::registered)
        .orElseThrow(() -> UnknownDefinitionException.label(nameOrFingerprint));
  }

  /** Every label that a name ever stood for, the latest first. */
  List<RegisteredLabel> versions(String name) {
    List<DefinitionRow> rows = table.versions(name);
    if (rows.isEmpty()) {
      throw UnknownDefinitionException.label(name);
    }
    return rows.stream().map(Labels::registered).toList();
  }

  /** The row of the latest label of a name. */
  Optional<DefinitionRow> latestRow(String name) {
    return table.byName(name);
  }

  /** The row of a fingerprint, if it is registered. */
  Optional<DefinitionRow> knownRow(String fingerprint) {
    return table.byFingerprint(fingerprint);
  }

  /**
   * The latest labels in which the words occur, by name.
   *
   * @param after the last name of the page before
   */
  List<RegisteredLabel> search(Words words, Filter filter, String after, int limit) {
    List<RegisteredLabel> found = new ArrayList<>();
    List<DefinitionRow> some = table.latest(filter, after, false, LABELS_AT_ONCE);
    while (!some.isEmpty() && found.size() < limit) {
      some.stream()
          .map(Labels::registered)
          .filter(label -> words.fit(textsOf(label)))
          .forEach(found::add);
      some = table.latest(filter, some.getLast().name(), false, LABELS_AT_ONCE);
    }
    return found.subList(0, Math.min(limit, found.size()));
  }

  private static Stream<String> textsOf(RegisteredLabel registered) {
    var notes = registered.row().notes();
    return Stream.of(
            Stream.of(registered.row().name(), registered.row().fingerprint()),
            Stream.of(notes.description(), notes.owner()).flatMap(Stream::ofNullable),
            notes.tags().stream(),
            registered.label().eventTypes().stream())
        .flatMap(texts -> texts);
  }

  private static RegisteredLabel registered(DefinitionRow row) {
    return new RegisteredLabel(LabelDefinition.parse(row.definition()), row);
  }

  private static LabelDefinition parse(String yamlOrJson) {
    try {
      return LabelDefinition.parse(yamlOrJson);
    } catch (DefinitionException e) {
      throw new InvalidDefinitionException(e);
    }
  }
}
