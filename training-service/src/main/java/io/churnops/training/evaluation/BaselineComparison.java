package io.churnops.training.evaluation;

import java.util.List;

/**
 * The model beside a simple way to rank the same test rows.
 *
 * @param baseline {@code recency}, {@code order_count} or {@code logistic_regression}, or the
 *     column that was asked for
 * @param columns what it looks at
 * @param auc of the baseline
 * @param difference how much higher the model's AUC is
 * @param low where the paired 95 % bootstrap interval of the difference begins
 * @param high where it ends
 * @param beaten whether the whole interval is above 0
 */
public record BaselineComparison(
    String baseline,
    List<String> columns,
    double auc,
    double difference,
    double low,
    double high,
    boolean beaten) {

  public BaselineComparison {
    columns = List.copyOf(columns);
  }
}
