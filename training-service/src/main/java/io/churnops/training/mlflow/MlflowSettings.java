package io.churnops.training.mlflow;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What MLflow's clients may do.
 *
 * @param artifactsDir folder of the files that they keep with their runs
 * @param largestArtifact the most bytes of one of these files
 */
@Validated
@ConfigurationProperties(prefix = "churnops.mlflow", ignoreUnknownFields = false)
record MlflowSettings(
    @NotNull Path artifactsDir, @NotNull @DefaultValue("2GB") DataSize largestArtifact) {}
