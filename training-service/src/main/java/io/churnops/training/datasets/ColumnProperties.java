package io.churnops.training.datasets;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the columns of datasets and training tables are kept.
 *
 * @param heapShare columns that take more than this share of the heap go to disk, 0 to 1
 * @param folder of their files, which have no name once they are open; empty for the system's
 *     temporary folder
 */
@Validated
@ConfigurationProperties(prefix = "churnops.columns", ignoreUnknownFields = false)
record ColumnProperties(
    @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.1") double heapShare,
    @DefaultValue("") String folder) {}
