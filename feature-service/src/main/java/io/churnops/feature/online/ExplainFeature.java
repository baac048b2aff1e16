package io.churnops.feature.online;

import io.churnops.feature.definitions.FeatureViews;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.ContributingEvents;
import io.churnops.feature.log.ContributingEvents.Place;
import io.churnops.feature.log.ContributingEvents.Question;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogReads;
import io.churnops.feature.online.FeaturesAnswer.Status;
import io.churnops.feature.state.KnownState;
import io.churnops.feature.state.LogFold;
import io.churnops.features.engine.CompiledView;
import io.churnops.features.engine.CustomerEvent;
import io.churnops.features.engine.Explanation;
import io.churnops.features.engine.FeatureColumn;
import io.churnops.features.engine.FeatureState;
import io.churnops.features.engine.IdleRetractions;
import io.churnops.kit.problem.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Explains a feature from the log, whatever Redis holds: the value is the same. */
@Service
class ExplainFeature {

  private final FeatureViews views;
  private final LogFold logFold;
  private final LogReads logReads;
  private final ContributingEvents events;
  private final ErasureLedger ledger;
  private final InstantSource clock;
  private final JsonMapper json;

  ExplainFeature(
      FeatureViews views,
      LogFold logFold,
      LogReads logReads,
      ContributingEvents events,
      ErasureLedger ledger,
      InstantSource clock,
      JsonMapper json) {
    this.views = views;
    this.logFold = logFold;
    this.logReads = logReads;
    this.events = events;
    this.ledger = ledger;
    this.clock = clock;
    this.json = json;
  }

  FeatureExplanation explain(
      String customer,
      String viewName,
      String feature,
      @Nullable Instant asOf,
      @Nullable String cursor,
      int limit) {
    Place after = cursor == null ? null : EventCursor.read(cursor);
    long at = AskedMoment.micros(asOf, clock.instant());
    CompiledView view = views.find(viewName);
    requireColumn(view, feature);
    return logReads.read(() -> {
      Optional<KnownState> known =
          Optional.ofNullable(logFold.foldKnownBy(Set.of(customer), view, at).get(customer));
      FeatureState state = known.map(KnownState::state).orElseGet(view::emptyState);
      Explanation explanation = view.explain(state, feature, at);
      Page page = new Page(limit);
      known.ifPresent(one -> fill(page, view, state, explanation, one.person().sorted(), after));
      return new FeatureExplanation(
          customer,
          view.definition().name(),
          view.definition().fingerprint(),
          feature,
          EventTime.toInstant(at),
          known.isPresent() ? status(explanation) : statusOfUnknown(customer),
          json.readTree(explanation.definition()),
          known.isPresent() ? explanation.value() : null,
          explanation.kept(),
          window(explanation.window()),
          explanation.tiles().isEmpty() ? null : EventTime.toInstant(state.watermarkMicros()),
          explanation.tiles().stream().map(ExplainFeature::tile).toList(),
          explanation.operands(),
          known.map(KnownState::idle).orElse(IdleRetractions.NONE),
          page.items,
          page.nextCursor());
    });
  }

  private static Status status(Explanation explanation) {
    return explanation.value() == null ? Status.NULL : Status.PRESENT;
  }

  private Status statusOfUnknown(String customer) {
    return ledger.erased(Set.of(customer)).isEmpty() ? Status.UNKNOWN_ENTITY : Status.ERASED;
  }

  private static void requireColumn(CompiledView view, String feature) {
    if (view.columns().stream().noneMatch(column -> column.name().equals(feature))) {
      throw new ProblemException(
          HttpStatus.NOT_FOUND,
          "unknown-feature",
          "Unknown feature",
          "The view '%s' has no feature '%s'. It has: %s"
              .formatted(
                  view.definition().name(),
                  feature,
                  view.columns().stream()
                      .map(FeatureColumn::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  private void fill(
      Page page,
      CompiledView view,
      FeatureState state,
      Explanation explanation,
      Set<String> ids,
      @Nullable Place after) {
    Explanation.Span window = explanation.window();
    if (window != null) {
      String column = explanation.column().name();
      events.forEach(
          new Question(ids, view.eventTypes(column), window.fromMicros(), window.toMicros()),
          after,
          event ->
              view.effect(state, column, event)
                  .map(effect ->
                      page.take(
                          event,
                          new FeatureExplanation.Event(
                              event.customerId(),
                              event.source(),
                              event.id(),
                              event.type(),
                              EventTime.toInstant(event.timeMicros()),
                              EventTime.toInstant(event.knownMicros()),
                              effect.kind(),
                              effect.values())))
                  .orElse(true));
    }
  }

  private static FeatureExplanation.@Nullable Window window(Explanation.@Nullable Span span) {
    if (span == null) {
      return null;
    }
    Long from = span.fromMicros();
    return new FeatureExplanation.Window(
        span.length(),
        from == null ? null : EventTime.toInstant(from),
        EventTime.toInstant(span.toMicros()));
  }

  private static FeatureExplanation.Tile tile(Explanation.TileValue tile) {
    return new FeatureExplanation.Tile(
        EventTime.toInstant(tile.fromMicros()), EventTime.toInstant(tile.toMicros()), tile.value());
  }

  /** So many events, and whether there are more. */
  private static final class Page {

    private final int limit;
    private final List<FeatureExplanation.Event> items = new ArrayList<>();
    private @Nullable Place last;
    private boolean more;

    Page(int limit) {
      this.limit = limit;
    }

    /** Takes an event if there is room; says whether to go on. */
    boolean take(CustomerEvent event, FeatureExplanation.Event item) {
      if (items.size() == limit) {
        more = true;
        return false;
      }
      items.add(item);
      last = Place.of(event);
      return true;
    }

    @Nullable String nextCursor() {
      return more && last != null ? EventCursor.write(last) : null;
    }
  }
}
