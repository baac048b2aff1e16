package io.churnops.feature.datasets;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.SampledCustomers;
import io.churnops.feature.state.KnownState;
import io.churnops.feature.state.LogFold;
import io.churnops.feature.statistics.Summary;
import io.churnops.feature.statistics.TableStatistics;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.FeatureVector;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Says what a view holds of the customers as they are now, by a sample of them. */
@Component
class ViewStatistics {

  private static final int AT_A_TIME = 500;

  private final FeatureViews views;
  private final SampledCustomers samples;
  private final LogFold log;
  private final InstantSource clock;

  ViewStatistics(FeatureViews views, SampledCustomers samples, LogFold log, InstantSource clock) {
    this.views = views;
    this.samples = samples;
    this.log = log;
    this.clock = clock;
  }

  /**
   * The answer.
   *
   * @param customers in the sample
   * @param everybody whether those are all customers of the log
   */
  record Answer(
      String view,
      String fingerprint,
      Instant evaluatedAt,
      int customers,
      boolean everybody,
      TableStatistics statistics) {}

  Answer of(String viewName, int most) {
    CompiledView view = views.find(viewName);
    long now = EventTime.toMicros(clock.instant());
    SampledCustomers.Drawn drawn = samples.draw(most);
    List<String> customers = drawn.customers();
    Summary summary = Summary.ofUnlabelled(view.columns(), customers.size());
    for (int from = 0; from < customers.size(); from += AT_A_TIME) {
      List<String> some = customers.subList(from, Math.min(from + AT_A_TIME, customers.size()));
      for (FeatureVector vector : vectors(view, some, now)) {
        summary.add(null, vector::value);
      }
    }
    return new Answer(
        view.definition().name(),
        view.definition().fingerprint(),
        EventTime.toInstant(now),
        customers.size(),
        drawn.everybody(),
        summary.finish());
  }

  private List<FeatureVector> vectors(CompiledView view, List<String> customers, long now) {
    Map<String, KnownState> states = log.foldKnownBy(customers, view, now);
    return customers.stream()
        .map(states::get)
        .map(known -> view.evaluate(known == null ? view.emptyState() : known.state(), now))
        .toList();
  }
}
