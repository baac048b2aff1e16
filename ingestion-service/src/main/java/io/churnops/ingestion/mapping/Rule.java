package io.churnops.ingestion.mapping;

import java.util.List;

/** A treatment: rows of this condition are counted under this name and become these events. */
record Rule(String count, Condition when, List<EventPlan> emit) {}
