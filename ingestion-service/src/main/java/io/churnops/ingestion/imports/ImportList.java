package io.churnops.ingestion.imports;

import java.util.List;

/** The newest imports, newest first. */
record ImportList(List<ImportReport> imports) {}
