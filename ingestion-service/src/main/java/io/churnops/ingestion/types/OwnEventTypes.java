package io.churnops.ingestion.types;

import com.networknt.schema.Schema;
import io.churnops.ingestion.event.EventSchemas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.TransactionException;

/**
 * Gives the judge the schemas of the shop's own types: all of them before the first request, and
 * what any instance registers within seconds. While Postgres is away, the last ones stay.
 */
final class OwnEventTypes {

  static final int EVERY_MILLISECONDS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(OwnEventTypes.class);

  private final EventTypeStore store;
  private final SchemaCompiler compiler;
  private final EventSchemas schemas;
  private final Map<String, Compiled> compiled = new HashMap<>();
  private long change = -1;

  OwnEventTypes(EventTypeStore store, SchemaCompiler compiler, EventSchemas schemas) {
    this.store = store;
    this.compiler = compiler;
    this.schemas = schemas;
    refresh();
  }

  @Scheduled(fixedDelay = EVERY_MILLISECONDS)
  void look() {
    try {
      refresh();
    } catch (DataAccessException | TransactionException away) {
      log.warn("Event types not looked up: {}", away.toString());
    }
  }

  /** Takes what was registered since. */
  synchronized void refresh() {
    long current = store.change();
    if (current == change) {
      return;
    }
    List<EventTypeVersion> types = store.latest();
    types.forEach(this::compile);
    Map<String, Schema> own = new HashMap<>();
    compiled.forEach((type, made) -> own.put(type, made.schema()));
    schemas.useOwn(own);
    change = current;
  }

  /** What an earlier release accepted and this one refuses keeps its last usable version. */
  private void compile(EventTypeVersion version) {
    Compiled known = compiled.get(version.type());
    if (known != null && known.version() == version.version() || version.schema() == null) {
      return;
    }
    try {
      Schema schema = compiler.compile(version.schema());
      compiled.put(version.type(), new Compiled(version.version(), schema));
    } catch (InvalidEventTypeException unusable) {
      log.error(
          "Event type is not usable: type={} version={} reason={}",
          version.type(),
          version.version(),
          unusable.getMessage());
    }
  }

  private record Compiled(int version, Schema schema) {}
}
