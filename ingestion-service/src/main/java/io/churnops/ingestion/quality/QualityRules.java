package io.churnops.ingestion.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of the quality rules of an event type. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QualityRules(
    String type,
    @Schema(description = "0 as long as no rules were ever set.") int version,
    List<RulesDocument.RuleSpec> rules,
    @Nullable String setBy,
    @Nullable Instant setAt) {}
