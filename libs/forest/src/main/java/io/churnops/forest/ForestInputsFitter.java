package io.churnops.forest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns {@link ForestInputs} from training rows seen one at a time, remembering two counts per
 * category. The {@value ForestInput#MAX_CATEGORIES} most frequent categories of a column are kept,
 * the rest pooled; they are ordered by churn rate, then name.
 */
public final class ForestInputsFitter {

  private static final Comparator<Tally> BY_FREQUENCY =
      Comparator.comparingLong(Tally::rows).reversed().thenComparing(Tally::category);
  private static final Comparator<Tally> BY_CHURN_RATE =
      Comparator.comparingDouble(Tally::churnRate).thenComparing(Tally::category);

  private final List<InputColumn> columns;
  private final List<Map<String, Tally>> tallies;

  public ForestInputsFitter(List<InputColumn> columns) {
    this.columns = List.copyOf(columns);
    tallies = new ArrayList<>();
    columns.forEach(column -> tallies.add(new HashMap<>()));
  }

  public void observe(FeatureRow row, boolean churned) {
    if (row.size() != columns.size()) {
      throw new InvalidInputException(
          "a row of " + row.size() + " values for " + columns.size() + " columns");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).type() == InputType.CATEGORY && !row.isMissing(i)) {
        tallies.get(i).computeIfAbsent(row.category(i), Tally::new).count(churned);
      }
    }
  }

  public ForestInputs fit() {
    var inputs = new ArrayList<ForestInput>();
    for (int i = 0; i < columns.size(); i++) {
      InputColumn column = columns.get(i);
      inputs.add(
          switch (column.type()) {
            case NUMBER -> ForestInput.number(column.name());
            case CATEGORY -> category(column.name(), tallies.get(i));
          });
    }
    return new ForestInputs(inputs);
  }

  private static ForestInput category(String name, Map<String, Tally> tallies) {
    List<Tally> frequentFirst = tallies.values().stream().sorted(BY_FREQUENCY).toList();
    int kept = Math.min(frequentFirst.size(), ForestInput.MAX_CATEGORIES);
    List<Tally> ordered = frequentFirst.subList(0, kept).stream().sorted(BY_CHURN_RATE).toList();
    return new ForestInput(
        name,
        InputType.CATEGORY,
        ordered.stream().map(Tally::category).toList(),
        placeOfOthers(ordered, frequentFirst.subList(kept, frequentFirst.size())));
  }

  private static int placeOfOthers(List<Tally> ordered, List<Tally> pooled) {
    if (pooled.isEmpty()) {
      return ForestInput.NONE_POOLED;
    }
    double rate =
        (double) pooled.stream().mapToLong(Tally::churned).sum()
            / pooled.stream().mapToLong(Tally::rows).sum();
    return (int) ordered.stream().filter(tally -> tally.churnRate() < rate).count();
  }

  private static final class Tally {

    private final String category;
    private long rows;
    private long churned;

    Tally(String category) {
      this.category = category;
    }

    void count(boolean rowChurned) {
      rows++;
      if (rowChurned) {
        churned++;
      }
    }

    String category() {
      return category;
    }

    long rows() {
      return rows;
    }

    long churned() {
      return churned;
    }

    double churnRate() {
      return (double) churned / rows;
    }
  }
}
