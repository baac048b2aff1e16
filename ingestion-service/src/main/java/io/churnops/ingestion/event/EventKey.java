package io.churnops.ingestion.event;

/** What makes an event the same event: its id is unique within its source. */
public record EventKey(String source, String id) {}
