package io.churnops.training.datasets;

import io.churnops.kit.client.ServiceClients;
import io.churnops.kit.problem.ProblemException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/**
 * Refuses work on a training set that there is not, while somebody waits for the answer. Without a
 * word from feature-service the work is taken: whoever does it will wait for that.
 */
@Component
public class RequireDataset {

  private static final Logger log = LoggerFactory.getLogger(RequireDataset.class);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final TrainingDatasets datasets;

  RequireDataset(ServiceClients clients, FeatureServiceProperties properties) {
    this.datasets = clients.create(TrainingDatasets.class, properties.url(), ANSWER);
  }

  /**
   * Makes sure that feature-service, if it answers, knows a training set.
   *
   * @param member of the request that names it
   * @throws ProblemException if it does not
   */
  public void require(String member, String datasetId) {
    try {
      datasets.dataset(datasetId);
    } catch (HttpClientErrorException.NotFound e) {
      throw new UnknownDataset(member, datasetId);
    } catch (RestClientException e) {
      log.info(
          "Whether there is a training set {} is found out later: {}", datasetId, e.toString());
    }
  }

  private static final class UnknownDataset extends ProblemException {

    UnknownDataset(String member, String datasetId) {
      super(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "unknown-dataset",
          "Unknown training set",
          "%s names training set '%s', which feature-service does not know. POST /v1/training-datasets makes one."
              .formatted(member, datasetId));
    }
  }
}
