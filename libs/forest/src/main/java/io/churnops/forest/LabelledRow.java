package io.churnops.forest;

/** A training row: what was known of a customer, and whether the customer then churned. */
public record LabelledRow(FeatureRow row, boolean churned) {}
