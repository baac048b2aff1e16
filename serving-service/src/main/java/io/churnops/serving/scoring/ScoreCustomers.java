package io.churnops.serving.scoring;

import io.churnops.forest.artefact.RiskBand;
import io.churnops.forest.explanation.Explanation;
import io.churnops.kit.Ids;
import io.churnops.serving.features.CustomerFeatures;
import io.churnops.serving.features.CustomerFeatures.Known;
import io.churnops.serving.features.CustomerFeatures.Unavailable;
import io.churnops.serving.features.CustomerFeatures.UnknownCustomer;
import io.churnops.serving.features.ReadFeatures;
import io.churnops.serving.log.LoggedPrediction;
import io.churnops.serving.log.PredictionLog;
import io.churnops.serving.model.Champion;
import io.churnops.serving.model.ServedModel;
import io.churnops.serving.scoring.PredictionAnswer.Decision;
import io.churnops.serving.scoring.PredictionAnswer.NotScored;
import io.churnops.serving.scoring.PredictionAnswer.Reason;
import io.churnops.serving.scoring.PredictionAnswer.Scored;
import io.churnops.serving.scoring.PredictionRequest.Include;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Scores customers with the champion, all of a request with the same one, and logs each score. */
@Component
class ScoreCustomers {

  private static final String VARIANT = "champion";
  private static final String UNEXPLAINED = "reasons-unavailable";

  private final Champion champion;
  private final ReadFeatures features;
  private final FindReasons findReasons;
  private final PredictionLog predictionLog;
  private final ScoreCounts counts;
  private final Ids ids;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final Timer duration;

  ScoreCustomers(
      Champion champion,
      ReadFeatures features,
      FindReasons findReasons,
      PredictionLog predictionLog,
      ScoreCounts counts,
      Ids ids,
      InstantSource clock,
      MeterRegistry meters) {
    this.champion = champion;
    this.features = features;
    this.findReasons = findReasons;
    this.predictionLog = predictionLog;
    this.counts = counts;
    this.ids = ids;
    this.clock = clock;
    this.meters = meters;
    this.duration =
        Timer.builder("churnops.score.duration")
            .description("From the request to its scores")
            .publishPercentileHistogram()
            .register(meters);
  }

  /**
   * One answer per request, in order.
   *
   * @throws io.churnops.serving.model.NoModelException if there is no model
   * @throws InvalidFeaturesException if given features do not fit the model
   * @throws TooManyReasonsException if the model is too large for as many reasons
   * @throws ReasonsBusyException if others have asked for too many
   */
  List<PredictionAnswer> score(List<PredictionRequest> requests) {
    Timer.Sample started = Timer.start(meters);
    ServedModel model = champion.model();
    findReasons.check(model, requests.stream().filter(ScoreCustomers::wantsReasons).count());
    List<CustomerFeatures> features = features(model, requests);
    double[] scores = model.score(scorable(features));
    long latencyMicros = TimeUnit.NANOSECONDS.toMicros(started.stop(duration));
    Instant evaluatedAt = now();
    Map<Integer, Explanation> why = findReasons.of(model, unexplained(requests, features));
    List<PredictionAnswer> answers = new ArrayList<>(requests.size());
    int scored = 0;
    for (int i = 0; i < features.size(); i++) {
      PredictionRequest request = requests.get(i);
      answers.add(
          switch (features.get(i)) {
            case Known known -> {
              var score = new Score(scores[scored++], evaluatedAt, latencyMicros);
              yield answer(model, request, known, score, Optional.ofNullable(why.get(i)));
            }
            case UnknownCustomer _ -> new NotScored(request.customerId(), Reason.UNKNOWN_CUSTOMER);
            case Unavailable _ -> new NotScored(request.customerId(), Reason.FEATURES_UNAVAILABLE);
          });
    }
    return answers;
  }

  private List<CustomerFeatures> features(ServedModel model, List<PredictionRequest> requests) {
    Map<Integer, CustomerFeatures> given = new HashMap<>();
    List<String> customers = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      PredictionRequest request = requests.get(i);
      if (request.features() == null) {
        customers.add(request.customerId());
      } else {
        given.put(i, GivenFeatures.fit(model, request.customerId(), request.features(), now()));
      }
    }
    Iterator<CustomerFeatures> read =
        (customers.isEmpty() ? List.<CustomerFeatures>of() : features.of(model, customers))
            .iterator();
    List<CustomerFeatures> all = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      CustomerFeatures own = given.get(i);
      all.add(own == null ? read.next() : own);
    }
    return all;
  }

  private static List<List<@Nullable Object>> scorable(List<CustomerFeatures> features) {
    List<List<@Nullable Object>> rows = new ArrayList<>(features.size());
    for (CustomerFeatures customer : features) {
      if (customer instanceof Known known) {
        rows.add(known.values());
      }
    }
    return rows;
  }

  private static boolean wantsReasons(PredictionRequest request) {
    return request.wants(Include.REASONS);
  }

  /** By their place in the request, the rows whose reasons are asked for. */
  private static Map<Integer, List<@Nullable Object>> unexplained(
      List<PredictionRequest> requests, List<CustomerFeatures> features) {
    Map<Integer, List<@Nullable Object>> rows = new HashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      if (wantsReasons(requests.get(i)) && features.get(i) instanceof Known known) {
        rows.put(i, known.values());
      }
    }
    return rows;
  }

  private Scored answer(
      ServedModel model,
      PredictionRequest request,
      Known known,
      Score score,
      Optional<Explanation> why) {
    RiskBand band = model.riskBand(score.probability());
    Decision decision = score.probability() >= model.threshold() ? Decision.CHURN : Decision.STAY;
    Map<String, @Nullable Object> inputs = inputs(model, known);
    String predictionId = ids.next();
    counts.count(model.name(), band);
    predictionLog.add(
        new LoggedPrediction(
            predictionId,
            request.customerId(),
            model.name(),
            model.version(),
            VARIANT,
            score.at(),
            known.asOf(),
            score.probability(),
            band.name(),
            decision.name(),
            model.threshold(),
            inputs,
            known.degraded(),
            score.latencyMicros()));
    return new Scored(
        predictionId,
        request.customerId(),
        score.probability(),
        band,
        decision,
        model.name(),
        model.version(),
        VARIANT,
        score.at(),
        known.asOf(),
        wantsReasons(request) && why.isEmpty()
            ? Stream.concat(known.degraded().stream(), Stream.of(UNEXPLAINED)).toList()
            : known.degraded(),
        request.wants(Include.FEATURES) ? inputs : null,
        why.map(explanation -> NameReasons.of(model, known.values(), explanation)).orElse(null),
        why.map(Explanation::unit).orElse(null),
        why.map(Explanation::base).orElse(null),
        why.map(Explanation::total).orElse(null));
  }

  private static Map<String, @Nullable Object> inputs(ServedModel model, Known known) {
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>();
    for (int i = 0; i < known.values().size(); i++) {
      inputs.put(model.inputNames().get(i), known.values().get(i));
    }
    return Collections.unmodifiableMap(inputs);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private record Score(double probability, Instant at, long latencyMicros) {}
}
