package io.churnops.ingestion.intake;

import java.net.URI;
import java.util.List;

/** How the problem {@code nothing-accepted} looks; for the OpenAPI document alone. */
record NothingAcceptedProblem(
    URI type,
    String title,
    int status,
    String detail,
    URI instance,
    int accepted,
    int duplicates,
    int quarantined,
    int rejected,
    List<ItemVerdict> items) {}
