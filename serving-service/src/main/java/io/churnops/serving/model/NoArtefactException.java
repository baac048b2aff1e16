package io.churnops.serving.model;

import org.springframework.http.HttpStatusCode;
import org.springframework.web.client.RestClientException;

/** Training-service answered, and not with the artefact. */
final class NoArtefactException extends RestClientException {

  NoArtefactException(ChampionVersion version, HttpStatusCode status) {
    super(
        "training-service answered %d for the artefact of version %d"
            .formatted(status.value(), version.version()));
  }
}
