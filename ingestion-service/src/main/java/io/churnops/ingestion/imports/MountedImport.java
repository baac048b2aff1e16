package io.churnops.ingestion.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A wish to import a file that lies in the mounted folder. */
record MountedImport(
    @Schema(description = "The mapping, YAML.") @NotBlank String mapping,
    @Schema(description = "The file, relative to the mounted folder.", example = "2026/orders.csv")
        @NotBlank
        @Size(max = 1_000)
        String path) {}
