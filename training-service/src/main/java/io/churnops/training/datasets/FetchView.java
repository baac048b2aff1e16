package io.churnops.training.datasets;

import io.churnops.kit.client.ServiceClients;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClientException;

/** Asks feature-service what it serves. */
@Component
public class FetchView {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final FeatureViews views;

  FetchView(ServiceClients clients, FeatureServiceProperties properties) {
    this.views = clients.create(FeatureViews.class, properties.url(), ANSWER);
  }

  /**
   * The view of a fingerprint, if feature-service has it.
   *
   * @throws FeatureServiceUnavailableException when there was no answer
   */
  public Optional<FeatureView> find(String fingerprint) {
    try {
      return Optional.of(views.view(fingerprint));
    } catch (HttpClientErrorException.NotFound e) {
      return Optional.empty();
    } catch (RestClientException e) {
      throw new FeatureServiceUnavailableException(
          "feature-service gave no answer: " + e.getMessage(), e);
    }
  }
}
