package io.churnops.simulator;

import java.time.LocalDate;

/**
 * What nobody in a real shop can know: how likely a customer was to churn, and whether they did.
 *
 * @param day the cutoff, midnight UTC at its start
 * @param eligible whether the customer ordered in the 90 days before
 * @param probability of no order in the 30 days from the cutoff on, given all that decides it
 * @param churned whether there was none, in the future this shop drew
 */
public record TrueRisk(
    String customerId, LocalDate day, boolean eligible, double probability, boolean churned) {

  /** One line of CSV, without a line end. */
  String toCsv() {
    return customerId + "," + day + "," + eligible + "," + probability + "," + (churned ? 1 : 0);
  }
}
