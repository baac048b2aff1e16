package io.churnops.cli.demo;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a demo found.
 *
 * @param customers how many were scored
 * @param gone how many were not, because the label does not speak of them: they left long ago
 * @param events how many went in
 * @param rows of the training set
 * @param silentHours between the last moment of the log and the scoring
 * @param lastCutoff the day that was scored, where that is not today
 * @param truth what the simulator knows; empty for a real log
 * @param secondsByStage where the time went
 */
public record DemoResult(
    String model,
    int version,
    int customers,
    int gone,
    long events,
    int rows,
    long silentHours,
    @Nullable LocalDate lastCutoff,
    String card,
    JsonNode metrics,
    Map<String, Double> truth,
    List<Risk> riskiest,
    JsonNode drift,
    Map<String, Double> secondsByStage) {

  public DemoResult {
    riskiest = List.copyOf(riskiest);
    truth = Map.copyOf(truth);
  }

  /**
   * A customer about to leave.
   *
   * @param revenueMinor of the last 90 days, minor units
   * @param daysSinceOrder since the last order
   */
  public record Risk(
      String customerId,
      double churnProbability,
      String riskBand,
      double revenueMinor,
      double daysSinceOrder) {}
}
