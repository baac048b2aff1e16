package io.churnops.training.datasets;

import io.churnops.kit.client.ServiceClients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Asks feature-service for training sets, and how far they are. Each call is one attempt. */
@Component
public class DatasetRequests {

  private static final Logger log = LoggerFactory.getLogger(DatasetRequests.class);
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final TrainingDatasets datasets;

  DatasetRequests(ServiceClients clients, FeatureServiceProperties properties) {
    this.datasets = clients.create(TrainingDatasets.class, properties.url(), ANSWER);
  }

  /**
   * Requests a training set; the same key gives the same one for a day.
   *
   * @return its id
   * @throws DatasetException when feature-service refuses
   * @throws FeatureServiceUnavailableException when it gives no answer
   */
  public String request(String view, String label, List<Instant> cutoffs, String key) {
    try {
      return datasets
          .request(Map.of("view", view, "label", label, "cutoffs", Map.of("at", cutoffs)), key)
          .datasetId();
    } catch (HttpClientErrorException.Conflict | HttpClientErrorException.TooManyRequests e) {
      throw busy(e);
    } catch (RestClientException e) {
      throw FetchDataset.unavailable(e);
    }
  }

  /** Has a training set built no further, if feature-service answers, and it is not complete. */
  public void cancel(String datasetId) {
    try {
      datasets.cancel(datasetId);
    } catch (HttpClientErrorException.Conflict e) {
      log.debug("Training set {} was over already", datasetId);
    } catch (RestClientException e) {
      log.info("Training set {} may be built to its end: {}", datasetId, e.toString());
    }
  }

  /**
   * Has a training set of the log built again, of what was known when it was first built; the same
   * key gives the same one for a day.
   *
   * @return the id of the other training set
   * @throws DatasetException when it can never be built again: {@code dataset_erased} for a
   *     customer's sake, {@code dataset_not_found} for want of it or of a definition
   * @throws FeatureServiceUnavailableException when feature-service gives no answer
   */
  public String rebuild(String datasetId, String key) {
    try {
      return datasets.rebuild(datasetId, key).datasetId();
    } catch (HttpClientErrorException.Gone e) {
      throw new DatasetException("dataset_erased", FetchDataset.words(e));
    } catch (HttpClientErrorException.NotFound e) {
      throw new DatasetException("dataset_not_found", FetchDataset.words(e));
    } catch (HttpClientErrorException.Conflict | HttpClientErrorException.TooManyRequests e) {
      throw busy(e);
    } catch (RestClientException e) {
      throw FetchDataset.unavailable(e);
    }
  }

  /**
   * How single rows of two training sets differ; empty where the rows of one are gone, or cannot be
   * told apart.
   *
   * @throws FeatureServiceUnavailableException when feature-service gives no answer
   */
  public Optional<RowDifferences> differences(String datasetId, String other) {
    try {
      JsonNode rows = datasets.compare(datasetId, other).path("rows");
      return rows.isObject() ? Optional.of(RowDifferences.of(rows)) : Optional.empty();
    } catch (HttpClientErrorException e) {
      return Optional.empty();
    } catch (RestClientException e) {
      throw FetchDataset.unavailable(e);
    }
  }

  private static FeatureServiceUnavailableException busy(HttpClientErrorException cause) {
    // The same request is still being answered, as after a stop in the midst of it.
    return new FeatureServiceUnavailableException(
        "feature-service is busy with this request: " + cause.getMessage(), cause);
  }

  /**
   * The manifest of a training set; empty while it is being built.
   *
   * @throws DatasetException when it has failed or was cancelled, or there is none
   * @throws FeatureServiceUnavailableException when feature-service gives no answer
   */
  public Optional<DatasetManifest> complete(String datasetId) {
    DatasetAnswer answer;
    try {
      answer = datasets.dataset(datasetId);
    } catch (RestClientException e) {
      throw FetchDataset.unavailable(e);
    }
    if (answer.status().equals("RUNNING")) {
      return Optional.empty();
    }
    if (answer.manifest() == null) {
      throw new DatasetException(
          "dataset_failed",
          "Dataset %s is %s%s"
              .formatted(
                  datasetId, answer.status(), answer.error() == null ? "" : ": " + answer.error()));
    }
    return Optional.of(answer.manifest());
  }

  /** What feature-service warns of in a training set, as columns that seem to know the label. */
  public List<String> warnings(String datasetId) {
    try {
      return datasets
          .statistics(datasetId)
          .path("warnings")
          .valueStream()
          .map(warning -> warning.path("detail").asString())
          .toList();
    } catch (RestClientException e) {
      throw FetchDataset.unavailable(e);
    }
  }

  /** How far a label looks ahead. */
  public Duration horizon(String label) {
    JsonNode within;
    try {
      within = datasets.label(label).at("/definition/churned/within");
    } catch (RestClientException e) {
      throw FetchDataset.unavailable(e);
    }
    return DatasetManifest.Label.span(label, within.asString(""));
  }
}
