package io.churnops.serving.model;

import io.churnops.kit.client.ServiceClients;
import io.churnops.serving.ServingProperties;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Fetches artefacts from training-service. */
@Component
class DownloadArtefact {

  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private static final MediaType ZIP = MediaType.parseMediaType("application/zip");

  private final RestClient trainingService;

  DownloadArtefact(ServiceClients clients, ServingProperties properties) {
    this.trainingService = clients.restClient(properties.trainingServiceUrl(), READ_TIMEOUT);
  }

  /**
   * Hands the zip of a version to a reader.
   *
   * @throws org.springframework.web.client.RestClientException if it cannot be had
   */
  void to(ChampionVersion version, ZipReader reader) {
    trainingService
        .get()
        .uri(
            "/v1/models/{model}/versions/{version}/artefact",
            version.modelName(),
            version.version())
        .accept(ZIP)
        .exchange((_, answer) -> read(version, answer, reader));
  }

  private static boolean read(ChampionVersion version, ClientHttpResponse answer, ZipReader reader)
      throws IOException {
    if (!answer.getStatusCode().isSameCodeAs(HttpStatus.OK)) {
      throw new NoArtefactException(version, answer.getStatusCode());
    }
    try (InputStream zip = answer.getBody()) {
      reader.read(zip);
    }
    return true;
  }

  /** What is done with the bytes of a zip. */
  interface ZipReader {
    void read(InputStream zip) throws IOException;
  }
}
