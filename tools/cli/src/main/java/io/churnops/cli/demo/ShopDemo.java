package io.churnops.cli.demo;

import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import io.churnops.simulator.Auc;
import io.churnops.simulator.IngestionClient;
import io.churnops.simulator.Shop;
import io.churnops.simulator.ShopPlan;
import io.churnops.simulator.SimulatedEvent;
import io.churnops.simulator.TrueRisk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Twelve months of a simulated shop, and how near the model comes to the shop's own truth. */
public final class ShopDemo {

  private static final String VIEW = "shop_behaviour";
  private static final String LABEL = "shop_churn_30d";
  private static final int CUTOFF_EVERY_DAYS = 8;
  private static final int FIRST_CUTOFF_AFTER_DAYS = 60;
  private static final int WATCHED_LAST = 5000;

  private final ShopPlan plan;
  private final SuiteClient client;
  private final String key;
  private final ChurnLoop loop;
  private final Stages stages;

  public ShopDemo(ShopPlan plan, SuiteClient client, String key, Stages stages) {
    this.plan = plan;
    this.client = client;
    this.key = key;
    this.loop = new ChurnLoop(client, stages);
    this.stages = stages;
  }

  /** Plays, trains, scores and compares. */
  public DemoResult run() {
    loop.defineView("shop-view.yaml");
    loop.defineLabel("shop-label.yaml");
    Shop shop = new Shop(plan);
    Counted counted = new Counted(shop.events());
    stages.run("simulate and ingest", () -> ingest(counted));
    stages.run("fold into features", () -> awaitFolded(counted));

    List<LocalDate> cutoffs = cutoffs();
    JsonNode dataset =
        stages.run(
            "build the training set",
            () ->
                loop.dataset(
                    VIEW, LABEL, cutoffs.stream().map(day -> day + "T00:00:00Z").toList()));
    JsonNode run =
        stages.run(
            "train and evaluate",
            () -> loop.train(dataset.path("datasetId").asString(), "if_better"));
    int version = run.path("modelVersion").asInt();
    if (!run.path("promotion").path("promoted").asBoolean()) {
      loop.promote(version, "The demo shows the model it has just trained.");
    }
    stages.run(
        "load the champion",
        () -> {
          loop.awaitServing(version);
          return version;
        });
    List<String> customers =
        IntStream.range(0, plan.customers()).mapToObj(plan::customerId).toList();
    List<String> buying =
        stages.run("find who still buys", () -> loop.having(VIEW, "orders_90d", customers));
    List<JsonNode> predictions =
        stages.run("score every customer", () -> scored(loop.score(buying)));
    JsonNode drift =
        stages.run("watch the predictions", () -> loop.drift(version, predictions.size()));

    return new DemoResult(
        ChurnLoop.MODEL,
        version,
        predictions.size(),
        customers.size() - buying.size(),
        counted.events,
        dataset.path("manifest").path("rows").asInt(),
        silentHours(predictions),
        null,
        loop.card(version),
        run.path("metrics"),
        truth(shop, predictions, run),
        Riskiest.of(predictions),
        drift,
        stages.seconds());
  }

  private IngestionClient.Report ingest(Counted events) {
    var settings = IngestionClient.Settings.of(client.address(SuiteService.INGESTION), key);
    try (IngestionClient ingestion = new IngestionClient(settings, Clock.systemUTC())) {
      IngestionClient.Report report =
          ingestion.send(
              events, sent -> stages.progress("simulate and ingest: %,d events".formatted(sent)));
      if (report.rejected() > 0) {
        throw new SuiteException(
            "Ingestion rejected %d simulated events: %s"
                .formatted(report.rejected(), report.reasons()));
      }
      return report;
    } catch (IngestionClient.SendingFailed e) {
      throw new SuiteException("The simulated events could not be sent: " + e.getMessage(), e);
    }
  }

  /** The last customers of the log are counted in full when all before them are. */
  private int awaitFolded(Counted counted) {
    Map<String, Integer> expected = counted.expectedOfLast();
    expected.forEach((customer, events) ->
        loop.await("the events of " + customer, () -> loop.events(customer) >= events));
    return expected.size();
  }

  /**
   * Up to the newest cutoff whose labels are known; not by the week, so that every weekday is seen.
   */
  private List<LocalDate> cutoffs() {
    List<LocalDate> cutoffs = new ArrayList<>();
    LocalDate newest = plan.until().minusDays(Shop.HORIZON_DAYS + 1L);
    LocalDate first = plan.from().plusDays(FIRST_CUTOFF_AFTER_DAYS);
    for (LocalDate day = newest; !day.isBefore(first); day = day.minusDays(CUTOFF_EVERY_DAYS)) {
      cutoffs.addFirst(day);
    }
    return cutoffs;
  }

  private long silentHours(List<JsonNode> predictions) {
    Instant closed = plan.until().atStartOfDay(ZoneOffset.UTC).toInstant();
    return predictions.stream()
        .limit(1)
        .map(prediction -> Instant.parse(prediction.path("evaluatedAt").asString()))
        .mapToLong(scored -> Duration.between(closed, scored).toHours())
        .sum();
  }

  private static List<JsonNode> scored(List<JsonNode> predictions) {
    return predictions.stream()
        .filter(prediction -> prediction.path("status").asString().equals("SCORED"))
        .toList();
  }

  /** AUC of the model and of the true probabilities, against the labels that were drawn. */
  private Map<String, Double> truth(Shop shop, List<JsonNode> predictions, JsonNode run) {
    Map<String, Double> scores = new HashMap<>();
    for (JsonNode prediction : predictions) {
      scores.put(
          prediction.path("customerId").asString(), prediction.path("churnProbability").asDouble());
    }
    LocalDate tested = cutoffs().getLast();
    List<TrueRisk> atTest = eligible(shop.truth(List.of(tested)), Set.of());
    List<TrueRisk> today = eligible(shop.truth(List.of(plan.until())), scores.keySet());
    Map<String, Double> truth = new LinkedHashMap<>();
    truth.put("modelAucOnTestCutoff", run.path("metrics").path("auc").asDouble());
    truth.put("trueProbabilitiesAucOnTestCutoff", auc(atTest, TrueRisk::probability));
    truth.put("modelAucToday", auc(today, risk -> scores.getOrDefault(risk.customerId(), 0.5)));
    truth.put("trueProbabilitiesAucToday", auc(today, TrueRisk::probability));
    return truth;
  }

  private static List<TrueRisk> eligible(List<TrueRisk> risks, Collection<String> among) {
    return risks.stream()
        .filter(TrueRisk::eligible)
        .filter(risk -> among.isEmpty() || among.contains(risk.customerId()))
        .toList();
  }

  private static double auc(List<TrueRisk> risks, ToDoubleFunction<TrueRisk> score) {
    return Auc.of(
        risks.stream()
            .map(risk -> new Auc.Scored(score.applyAsDouble(risk), risk.churned()))
            .toList());
  }

  /** Counts what passes, and remembers whose the last events were. */
  private static final class Counted implements Iterator<SimulatedEvent> {

    private final Iterator<SimulatedEvent> source;
    private final Map<String, Integer> byCustomer = new HashMap<>();
    private final Deque<String> last = new ArrayDeque<>();
    private long events;

    Counted(Iterator<SimulatedEvent> source) {
      this.source = source;
    }

    @Override
    public boolean hasNext() {
      return source.hasNext();
    }

    @Override
    public SimulatedEvent next() {
      SimulatedEvent event = source.next();
      events++;
      byCustomer.merge(event.subject(), 1, Integer::sum);
      last.add(event.subject());
      if (last.size() > WATCHED_LAST) {
        last.remove();
      }
      return event;
    }

    Map<String, Integer> expectedOfLast() {
      Map<String, Integer> expected = new LinkedHashMap<>();
      last.descendingIterator()
          .forEachRemaining(
              customer -> expected.put(customer, byCustomer.getOrDefault(customer, 0)));
      return expected;
    }
  }
}
