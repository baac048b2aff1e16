package io.churnops.feature.erasure;

import io.churnops.kit.client.ServiceClients;
import io.churnops.kit.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** What other services keep of a customer. All of them answer, or there is no export. */
@Component
class PeerExports {

  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(1);
  private static final int RETRY_AFTER_SECONDS = 10;

  private final Map<String, RestClient> peers = new TreeMap<>();
  private final JsonMapper json;

  PeerExports(ServiceClients clients, ExportSettings settings, JsonMapper json) {
    settings
        .services()
        .forEach((name, url) -> peers.put(name, clients.restClient(url, ANSWER_WITHIN)));
    this.json = json;
  }

  /** What a customer may be asked for. */
  private record Request(Set<String> customerIds) {}

  /**
   * Begins to read from every peer.
   *
   * @throws ProblemException if one of them does not answer
   */
  Opened open(Set<String> ids) {
    Opened opened = new Opened(json);
    peers.forEach((name, client) -> {
      try {
        opened.add(name, answer(client, ids));
      } catch (RestClientException | IOException | UncheckedIOException e) {
        opened.close();
        throw incomplete(name, e);
      }
    });
    return opened;
  }

  private static ClientHttpResponse answer(RestClient client, Set<String> ids) throws IOException {
    ClientHttpResponse response =
        client
            .post()
            .uri("/v1/customers:export")
            .contentType(MediaType.APPLICATION_JSON)
            .body(new Request(ids))
            .exchangeForRequiredValue((_, answered) -> answered, false);
    if (response.getStatusCode() != HttpStatus.OK) {
      response.close();
      throw new IOException("It answered " + response.getStatusCode());
    }
    return response;
  }

  private static ProblemException incomplete(String service, Exception cause) {
    return new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE,
            "export-incomplete",
            "Export incomplete",
            "What %s-service keeps of the customer cannot be had now. Ask again."
                .formatted(service),
            Map.of("service", service),
            cause)
        .retryAfter(RETRY_AFTER_SECONDS);
  }

  /** The answers of all peers, not read yet. */
  static final class Opened implements AutoCloseable {

    private final Map<String, ClientHttpResponse> answers = new LinkedHashMap<>();
    private final JsonMapper json;

    Opened(JsonMapper json) {
      this.json = json;
    }

    private void add(String service, ClientHttpResponse answer) {
      answers.put(service, answer);
    }

    /** Copies each answer to a property with the name of its service. */
    void writeTo(JsonGenerator to) {
      answers.forEach((service, answer) -> {
        try (JsonParser from = json.createParser(answer.getBody())) {
          from.nextToken();
          to.writeName(service);
          to.copyCurrentStructure(from);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }

    @Override
    public void close() {
      answers.values().forEach(ClientHttpResponse::close);
    }
  }
}
