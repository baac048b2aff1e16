package io.churnops.ingestion.changes;

import io.churnops.ingestion.event.EventSchemas;
import io.churnops.ingestion.mapping.ChangeMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Takes a mapping of changes in: checked, kept, and followed from then on by every instance. */
@Component
final class RegisterChangeMapping implements SmartInitializingSingleton {

  /** Mappings that may be followed; each has a consumer on every instance. */
  static final int MOST = 100;

  private static final String FILES = "configuration";

  private final ChangeMappingStore store;
  private final EventSchemas schemas;
  private final ChangeProperties properties;
  private final InstantSource clock;

  RegisterChangeMapping(
      ChangeMappingStore store,
      EventSchemas schemas,
      ChangeProperties properties,
      InstantSource clock) {
    this.store = store;
    this.schemas = schemas;
    this.properties = properties;
    this.clock = clock;
  }

  /** Registers the mappings of the folder, once the shop's own event types are known. */
  @Override
  public void afterSingletonsInstantiated() {
    if (properties.folder() != null) {
      registerFiles(properties.folder());
    }
  }

  /** Registers a mapping under its own name; answers what is followed now. */
  RegisteredMapping register(String name, String yaml, String principal) {
    ChangeMapping mapping = ChangeMapping.parse(yaml).requireTypes(schemas::knows);
    if (!mapping.name().equals(name)) {
      throw ChangeProblem.otherName(mapping.name());
    }
    for (String topic : mapping.topics()) {
      if (!properties.topics().matcher(topic).matches()) {
        throw ChangeProblem.topicNotAllowed(topic);
      }
    }
    if (store.find(name).isEmpty() && store.page(null, MOST).size() == MOST) {
      throw ChangeProblem.tooMany(MOST);
    }
    store.put(name, mapping.topics(), yaml, principal, clock.instant());
    return store.find(name).orElseThrow(() -> ChangeProblem.unknown(name));
  }

  private void registerFiles(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> mappings =
          files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      for (Path file : mappings) {
        String yaml = Files.readString(file);
        register(ChangeMapping.parse(yaml).name(), yaml, FILES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read " + folder + " (churnops.ingestion.changes.folder)", e);
    }
  }
}
