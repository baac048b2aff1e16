package io.churnops.training.datasets;

import io.churnops.forest.ColumnStorage;
import io.churnops.kit.client.ServiceClients;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.core.retry.Retryable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Gets a complete dataset from feature-service, waiting a while for a service that is away. */
@Component
public class FetchDataset {

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration ALL_ROWS = Duration.ofMinutes(15);

  private final TrainingDatasets datasets;
  private final RestClient rows;
  private final RetryTemplate patience;
  private final ColumnStorage storage;

  FetchDataset(ServiceClients clients, FeatureServiceProperties properties, ColumnStorage storage) {
    this.storage = storage;
    this.datasets = clients.create(TrainingDatasets.class, properties.url(), ANSWER);
    this.rows = clients.restClient(properties.url(), ALL_ROWS);
    this.patience =
        new RetryTemplate(
            RetryPolicy.builder()
                .includes(FeatureServiceUnavailableException.class)
                .maxRetries(Long.MAX_VALUE)
                .timeout(properties.patience())
                .delay(Duration.ofMillis(500))
                .multiplier(2)
                .maxDelay(Duration.ofSeconds(10))
                .build());
  }

  /**
   * The dataset with one of its labels, its rows verified against its manifest.
   *
   * @param label its name; null for the main one
   * @throws DatasetException when it cannot be trained on
   * @throws FeatureServiceUnavailableException when there was no answer for too long
   */
  public Dataset fetch(String datasetId, @Nullable String label) {
    DatasetManifest complete = patiently(() -> complete(datasetId));
    DatasetManifest manifest = label == null ? complete : complete.ofLabel(label);
    return patiently(() -> rows(datasetId, manifest));
  }

  /** As {@link #fetch}, but without waiting for a service that is away. */
  public Dataset fetchNow(String datasetId, @Nullable String label) {
    DatasetManifest complete = complete(datasetId);
    return rows(datasetId, label == null ? complete : complete.ofLabel(label));
  }

  /**
   * What a dataset was made of, whether or not its rows are still there.
   *
   * @throws DatasetException when there is none, or it is not complete
   * @throws FeatureServiceUnavailableException when there was no answer for too long
   */
  public DatasetManifest manifest(String datasetId) {
    return patiently(() -> complete(datasetId));
  }

  /**
   * A dataset that was built again, under the name of the one that it is again.
   *
   * @param rebuiltId the dataset that was built again
   * @param originalId the name it shall go by
   * @throws DatasetException when it cannot be trained on
   * @throws FeatureServiceUnavailableException when there was no answer for too long
   */
  public Dataset fetchAs(String rebuiltId, String originalId, @Nullable String label) {
    DatasetManifest complete = manifest(rebuiltId).named(originalId);
    DatasetManifest manifest = label == null ? complete : complete.ofLabel(label);
    return patiently(() -> rows(rebuiltId, manifest));
  }

  private DatasetManifest complete(String datasetId) {
    DatasetAnswer answer;
    try {
      answer = datasets.dataset(datasetId);
    } catch (HttpClientErrorException.NotFound e) {
      throw new DatasetException(
          "dataset_not_found", "feature-service knows no dataset '%s'".formatted(datasetId));
    } catch (RestClientException e) {
      throw unavailable(e);
    }
    if (!answer.status().equals("COMPLETE") || answer.manifest() == null) {
      throw new DatasetException(
          "dataset_not_complete",
          "Dataset %s is %s, not COMPLETE%s"
              .formatted(
                  datasetId, answer.status(), answer.error() == null ? "" : ": " + answer.error()));
    }
    return answer.manifest();
  }

  private Dataset rows(String datasetId, DatasetManifest manifest) {
    try {
      return rows.get()
          .uri("/v1/training-datasets/{id}/rows", datasetId)
          .accept(MediaType.parseMediaType("text/csv"))
          .exchangeForRequiredValue((_, response) -> read(manifest, response));
    } catch (RestClientException e) {
      throw unavailable(e);
    }
  }

  private Dataset read(DatasetManifest manifest, ClientHttpResponse response) throws IOException {
    if (response.getStatusCode() == HttpStatus.GONE) {
      throw new DatasetException(
          "dataset_rows_gone",
          "The rows of dataset %s are no longer there. Build the dataset anew."
              .formatted(manifest.datasetId()));
    }
    if (response.getStatusCode() != HttpStatus.OK) {
      throw new FeatureServiceUnavailableException(
          "feature-service answered %s to the rows of dataset %s"
              .formatted(response.getStatusCode(), manifest.datasetId()),
          null);
    }
    return DatasetCsv.read(manifest, response.getBody(), storage);
  }

  /** Only silence and errors of the service's own are worth waiting for. */
  static RuntimeException unavailable(RestClientException cause) {
    if (cause instanceof RestClientResponseException answer
        && answer.getStatusCode().is4xxClientError()) {
      return new DatasetException(
          "dataset_refused",
          "feature-service refused: %s %s".formatted(answer.getStatusCode(), words(answer)));
    }
    return new FeatureServiceUnavailableException(
        "feature-service gave no answer: " + cause.getMessage(), cause);
  }

  /** What a problem says; whatever else there is, as it is. */
  static String words(RestClientResponseException answer) {
    String body = answer.getResponseBodyAsString();
    try {
      return JsonMapper.shared().readTree(body).path("detail").asString(body);
    } catch (JacksonException e) {
      return body;
    }
  }

  private <T> T patiently(Retryable<T> call) {
    try {
      return patience.execute(call);
    } catch (RetryException e) {
      throw e.getLastException() instanceof RuntimeException last
          ? last
          : new IllegalStateException(e);
    }
  }
}
