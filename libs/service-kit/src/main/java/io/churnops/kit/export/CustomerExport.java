package io.churnops.kit.export;

import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Everything that a service keeps of a customer, as one JSON object. */
public final class CustomerExport {

  private final List<ExportsCustomers> stores;
  private final JsonMapper json;

  CustomerExport(List<ExportsCustomers> stores, JsonMapper json) {
    this.stores = List.copyOf(stores);
    this.json = json;
  }

  /** Writes the object as it is read; one that is not closed was cut off. */
  public void write(Set<String> ids, OutputStream out) {
    JsonGenerator to = json.createGenerator(out);
    to.writeStartObject();
    stores.forEach(store -> store.export(ids, to));
    to.writeEndObject();
    to.close();
  }
}
