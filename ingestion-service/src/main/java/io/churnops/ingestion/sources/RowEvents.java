package io.churnops.ingestion.sources;

import io.churnops.ingestion.event.Flaw;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.RawEvent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Rows of which no event can be made, as what the quarantine holds: events that lack a type. */
final class RowEvents {

  private final PullSource source;
  private final JsonMapper json;

  RowEvents(PullSource source, JsonMapper json) {
    this.source = source;
    this.json = json;
  }

  Judgement.Invalid unmappable(List<String> fields, String code) {
    String customer = customer(fields);
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.put("specversion", "1.0");
    event.put("source", source.mapping().source());
    if (customer != null) {
      event.put("subject", customer);
    }
    List<String> columns = source.mapping().columnNames();
    ObjectNode data = event.putObject("data");
    for (int i = 0; i < fields.size(); i++) {
      data.put(fields.size() == columns.size() ? columns.get(i) : "row", fields.get(i));
    }
    byte[] text = json.writeValueAsBytes(event);
    boolean cut = text.length > RawEvent.MAX_BYTES;
    return new Judgement.Invalid(
        null,
        customer,
        Flaw.UNMAPPABLE_ROW,
        "The row cannot be mapped: source=" + source.name() + " reason=" + code,
        null,
        true,
        cut ? Arrays.copyOf(text, RawEvent.MAX_BYTES) : text,
        cut);
  }

  private @Nullable String customer(List<String> fields) {
    List<String> columns = source.mapping().columnNames();
    if (fields.size() != columns.size()) {
      return null;
    }
    return source.customers().stream()
        .map(name -> fields.get(columns.indexOf(name)).strip())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(null);
  }
}
