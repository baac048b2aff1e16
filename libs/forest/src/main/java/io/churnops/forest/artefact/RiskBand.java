package io.churnops.forest.artefact;

/** How much attention a customer needs. */
public enum RiskBand {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
