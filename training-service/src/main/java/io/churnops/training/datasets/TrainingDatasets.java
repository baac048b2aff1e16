package io.churnops.training.datasets;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;

/** The part of feature-service's API that training reads. */
@HttpExchange("/v1/training-datasets")
interface TrainingDatasets {

  @GetExchange("/{datasetId}")
  DatasetAnswer dataset(@PathVariable String datasetId);
}
