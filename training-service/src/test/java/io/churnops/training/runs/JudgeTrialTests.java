package io.churnops.training.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.training.datasets.Dataset;
import io.churnops.training.datasets.ShopDataset;
import io.churnops.training.datasets.Split;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JudgeTrialTests {

  /** A thirty-second of what is here would be rows that no model can learn from. */
  @Test
  void givesATrialEnoughRowsToLearnFromHoweverOftenTheyAreHalved() {
    RunRequest request =
        Requests.of(
            "churn",
            "d",
            "'algorithm': 'logistic-regression'",
            "'search': {'halving': {'by': 'rows', 'factor': 2, 'rungs': 6}, 'folds': 2, 'ranges':"
                + " {'epochs': {'from': 2, 'to': 9}}}");
    Dataset data = ShopDataset.of("d", 120, 5, 30, 1).read();
    Split split = Split.of(data, request.splitRequest());
    SearchWish wish = Objects.requireNonNull(request.search());
    var points = new SearchPoints(request, split.training().length, JsonMapper.shared());
    var judge = new JudgeTrial(data, split, request, wish, points, 1);

    List<Double> figures = judge.figures(points.defaults(List.of("epochs")), 1 / 32.0);

    assertThat(figures).isNotEmpty().allMatch(auc -> auc > 0 && auc <= 1);
  }
}
