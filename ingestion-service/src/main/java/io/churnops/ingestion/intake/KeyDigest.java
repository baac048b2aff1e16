package io.churnops.ingestion.intake;

/** 128 bits that stand for the key of an event. */
record KeyDigest(long high, long low) {}
