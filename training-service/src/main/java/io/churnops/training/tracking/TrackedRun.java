package io.churnops.training.tracking;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was told.
 *
 * @param training whether it is a training run of this service, which tells about itself
 * @param status SCHEDULED, RUNNING, FINISHED, FAILED or KILLED
 * @param startMs milliseconds since 1970, as the client sent them
 * @param metrics the last value of each
 */
@Schema(name = "TrackedRun")
public record TrackedRun(
    String runId,
    long experimentId,
    String name,
    String userId,
    boolean training,
    String status,
    Stage stage,
    long startMs,
    @Nullable Long endMs,
    List<MetricPoint> metrics,
    SortedMap<String, String> params,
    SortedMap<String, String> tags,
    List<RunInput> inputs) {}
