package io.churnops.training.tracking;

import io.swagger.v3.oas.annotations.media.Schema;

/** A value of a metric at a step; not-a-number and the infinities are values too. */
@Schema(name = "MetricPoint")
public record MetricPoint(String key, long step, long atMs, double value) {}
