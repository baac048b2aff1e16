package io.churnops.feature.definitions;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.churnops.contract.EventTypes;
import io.churnops.kit.client.ServiceClients;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.converter.HttpMessageConversionException;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.client.RestClientException;
import org.springframework.web.service.annotation.GetExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The event types that ingestion-service lets in. */
@Component
class RegisteredEventTypes {

  private static final Logger log = LoggerFactory.getLogger(RegisteredEventTypes.class);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
  private static final int PAGES_AT_MOST = 50;

  private final Map<String, JsonNode> builtIn =
      EventTypes.all().stream()
          .collect(
              Collectors.toUnmodifiableMap(Function.identity(), RegisteredEventTypes::readSchema));

  private final Client client;

  RegisteredEventTypes(ServiceClients clients, EventTypeSettings settings) {
    this.client = clients.create(Client.class, settings.url(), ANSWER_WITHIN);
  }

  /** What is asked of ingestion-service. */
  interface Client {

    @GetExchange("/v1/event-types?limit=200")
    Page page(@RequestParam(required = false) @Nullable String cursor);

    @GetExchange("/v1/event-types/{type}")
    Version latest(@PathVariable String type);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Version(JsonNode schema) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Page(List<Item> items, @Nullable String nextCursor) {

      public Page {
        items = List.copyOf(items);
      }

      @JsonIgnoreProperties(ignoreUnknown = true)
      record Item(String type) {}
    }
  }

  /** The built-in types, known without asking. */
  static Set<String> builtIn() {
    return Set.copyOf(EventTypes.all());
  }

  /** The JSON Schema of a type; empty if it is not known now. */
  Optional<JsonNode> schema(String type) {
    JsonNode ofBuiltIn = builtIn.get(type);
    if (ofBuiltIn != null) {
      return Optional.of(ofBuiltIn);
    }
    try {
      return Optional.ofNullable(client.latest(type).schema());
    } catch (RestClientException | HttpMessageConversionException | UncheckedIOException e) {
      log.warn("ingestion-service did not tell the schema of event type {}", type, e);
      return Optional.empty();
    }
  }

  private static JsonNode readSchema(String type) {
    try (InputStream in = EventTypes.class.getResourceAsStream(EventTypes.schemaResource(type))) {
      return JsonMapper.shared().readTree(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All types; empty if ingestion-service does not tell now. */
  Optional<Set<String>> all() {
    Set<String> types = new HashSet<>(builtIn());
    try {
      String cursor = null;
      for (int pages = 0; pages < PAGES_AT_MOST; pages++) {
        Client.Page page = client.page(cursor);
        page.items().forEach(item -> types.add(item.type()));
        cursor = page.nextCursor();
        if (cursor == null) {
          return Optional.of(types);
        }
      }
    } catch (RestClientException | HttpMessageConversionException | UncheckedIOException e) {
      log.warn("ingestion-service did not tell which event types are registered", e);
    }
    return Optional.empty();
  }
}
