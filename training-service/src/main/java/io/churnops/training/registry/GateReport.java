package io.churnops.training.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a version was held to at one moment, and whether it may become the champion.
 *
 * @param champion the version it was to replace, 0 for none
 * @param comparison with the champion, where there was one that could be compared
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GateReport(
    String reportId,
    String modelName,
    int version,
    int champion,
    boolean passed,
    Instant judgedAt,
    String judgedBy,
    List<Gate> gates,
    @Nullable ChampionComparison comparison) {

  public GateReport {
    gates = List.copyOf(gates);
    if (passed != gates.stream().allMatch(Gate::passed)) {
      throw new IllegalArgumentException("a report passes when all its gates do: " + gates);
    }
  }

  /** Why the version may not become the champion; empty where it may. */
  public String refusal() {
    return gates.stream()
        .filter(gate -> !gate.passed())
        .map(gate -> gate.gate() + ": " + gate.reason())
        .collect(Collectors.joining(" "));
  }
}
