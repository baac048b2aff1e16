package io.churnops.training.datasets;

import java.util.Map;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;
import tools.jackson.databind.JsonNode;

/** The part of feature-service's API that training calls. */
@HttpExchange("/v1")
interface TrainingDatasets {

  @PostExchange("/training-datasets")
  DatasetAnswer request(
      @RequestBody Map<String, Object> request,
      @RequestHeader("Idempotency-Key") String idempotencyKey);

  @PostExchange("/training-datasets/{datasetId}:rebuild")
  DatasetAnswer rebuild(
      @PathVariable String datasetId, @RequestHeader("Idempotency-Key") String idempotencyKey);

  @PostExchange("/training-datasets/{datasetId}:cancel")
  DatasetAnswer cancel(@PathVariable String datasetId);

  @GetExchange("/training-datasets/{datasetId}:compare")
  JsonNode compare(@PathVariable String datasetId, @RequestParam String with);

  @GetExchange("/training-datasets/{datasetId}")
  DatasetAnswer dataset(@PathVariable String datasetId);

  @GetExchange("/training-datasets/{datasetId}/statistics")
  JsonNode statistics(@PathVariable String datasetId);

  @GetExchange("/labels/{name}")
  JsonNode label(@PathVariable String name);
}
