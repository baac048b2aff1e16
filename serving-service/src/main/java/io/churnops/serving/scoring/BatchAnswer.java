package io.churnops.serving.scoring;

import java.util.List;

/** One answer per customer asked for, in the order of the request. */
record BatchAnswer(List<PredictionAnswer> predictions) {}
