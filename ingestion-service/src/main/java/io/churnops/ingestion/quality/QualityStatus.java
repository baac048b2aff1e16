package io.churnops.ingestion.quality;

import java.util.List;

/** How the rules of a type about all its events stand now. */
record QualityStatus(String type, int version, List<ExpectationStatus> expectations) {}
