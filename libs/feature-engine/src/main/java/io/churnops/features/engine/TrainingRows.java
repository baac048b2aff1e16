package io.churnops.features.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds the training rows of one customer in one pass, with the fold that serving uses. */
public final class TrainingRows {

  private TrainingRows() {}

  /** The rows of one label as a list. */
  public static List<TrainingRow> of(
      CompiledView view,
      LabelDefinition label,
      String customerId,
      List<CustomerEvent> events,
      List<Long> cutoffsMicros,
      KnownTime mode,
      long maturityMicros) {
    List<TrainingRow> rows = new ArrayList<>();
    forEach(
        view, label, customerId, events.iterator(), cutoffsMicros, mode, maturityMicros, rows::add);
    return rows;
  }

  /** {@link #forEach(CompiledView, List, String, Iterator, List, KnownTime, long, Consumer)} */
  public static void forEach(
      CompiledView view,
      LabelDefinition label,
      String customerId,
      Iterator<CustomerEvent> events,
      List<Long> cutoffsMicros,
      KnownTime mode,
      long maturityMicros,
      Consumer<TrainingRow> rows) {
    forEach(view, List.of(label), customerId, events, cutoffsMicros, mode, maturityMicros, rows);
  }

  /**
   * Hands out a row for each cutoff at which some label asks for the customer, in order of cutoff;
   * without labels, a row for every cutoff. Keeps in memory the state, what became known late and
   * the rows of which a horizon is still open.
   *
   * <p>Features and eligibility follow the mode. Labels do not: they say what happened, whenever it
   * became known.
   *
   * @param events of this customer, in the order of {@link CustomerEvent#ORDER}
   * @param cutoffsMicros strictly ascending, microseconds since the epoch
   * @param maturityMicros up to when the log is complete; a cutoff whose horizon reaches past it
   *     gets no label
   */
  public static void forEach(
      CompiledView view,
      List<LabelDefinition> labels,
      String customerId,
      Iterator<CustomerEvent> events,
      List<Long> cutoffsMicros,
      KnownTime mode,
      long maturityMicros,
      Consumer<TrainingRow> rows) {
    CustomerPass pass =
        new CustomerPass(
            RowFeatures.of(view), labels, customerId, cutoffsMicros, mode, maturityMicros, rows);
    events.forEachRemaining(pass::accept);
    pass.finish();
  }

  /**
   * What a label says of one customer at each of some moments, as its training rows at these
   * cutoffs would: INELIGIBLE where there would be none.
   *
   * @param events of this customer, in the order of {@link CustomerEvent#ORDER}
   * @param momentsMicros strictly ascending, microseconds since the epoch
   * @param maturityMicros up to when the log is complete
   */
  public static List<Outcome> outcomes(
      LabelDefinition label,
      String customerId,
      Iterator<CustomerEvent> events,
      List<Long> momentsMicros,
      KnownTime mode,
      long maturityMicros) {
    Map<Long, Outcome> asked = new HashMap<>();
    CustomerPass pass =
        new CustomerPass(
            RowFeatures.none(),
            List.of(label),
            customerId,
            momentsMicros,
            mode,
            maturityMicros,
            row -> asked.put(row.cutoffMicros(), row.outcomes().getFirst()));
    events.forEachRemaining(pass::accept);
    pass.finish();
    return momentsMicros.stream()
        .map(moment -> asked.getOrDefault(moment, Outcome.INELIGIBLE))
        .toList();
  }
}
