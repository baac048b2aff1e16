package io.churnops.serving.features;

import io.churnops.serving.features.FreshnessClient.Freshness;
import io.churnops.serving.model.Champion;
import io.churnops.serving.model.ServedModel;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Says of states read from Redis whether events wait to be folded into them for longer than their
 * view promises. No state knows that of itself, so feature-service is asked beside the requests;
 * when nobody has called a view fresh for as long as it promises, it may be stale, too. A view that
 * is retired, or returns from that, has states that lack events: none of them may be used.
 */
@Component
class ModelFreshness {

  private static final Logger log = LoggerFactory.getLogger(ModelFreshness.class);

  /** What is taken for the promise of a view of which nothing has been heard yet. */
  private static final Duration UNHEARD = Duration.ofSeconds(60);

  /** Of a view that promises less, nobody could say more often that it is fresh. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final Supplier<Optional<ServedModel>> champion;
  private final FreshnessClient client;
  private final InstantSource clock;
  private volatile @Nullable Seen seen;

  @Autowired
  ModelFreshness(Champion champion, FreshnessClient client, InstantSource clock) {
    this(champion::served, client, clock);
  }

  ModelFreshness(
      Supplier<Optional<ServedModel>> champion, FreshnessClient client, InstantSource clock) {
    this.champion = champion;
    this.client = client;
    this.clock = clock;
  }

  /**
   * What is known of a view.
   *
   * @param isStale whether it was when it was last heard of
   * @param isReady whether its states could be used then
   * @param freshAt when it was last called fresh, or first looked at
   */
  private record Seen(
      String fingerprint, boolean isStale, boolean isReady, Instant freshAt, Duration objective) {

    Seen heard(Freshness answer, Instant now) {
      Duration promised = Duration.ofMillis((long) (answer.objectiveSeconds() * 1_000));
      return switch (answer.status()) {
        case "FRESH" -> new Seen(fingerprint, false, true, now, promised);
        case "STALE" -> new Seen(fingerprint, true, true, freshAt, promised);
        case "NOT_READY" -> new Seen(fingerprint, isStale, false, freshAt, promised);
        default -> new Seen(fingerprint, isStale, true, freshAt, promised);
      };
    }
  }

  /** Whether the states of a model's view may be used; so until it is heard that they may not. */
  boolean isReady(ServedModel model) {
    Seen now = seen;
    return now == null || !now.fingerprint().equals(fingerprint(model)) || now.isReady();
  }

  /** What is to be said of an answer made of the states of a model's view; mostly nothing. */
  List<String> degraded(ServedModel model) {
    Seen now = seen;
    if (now == null || !now.fingerprint().equals(fingerprint(model))) {
      return List.of();
    }
    if (now.isStale()) {
      return List.of("features-stale");
    }
    Duration unheard = Duration.between(now.freshAt(), clock.instant());
    return unheard.minus(BETWEEN_LOOKS).compareTo(now.objective()) > 0
        ? List.of("features-freshness-unknown")
        : List.of();
  }

  @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
  void look() {
    champion.get().ifPresent(model -> look(fingerprint(model)));
  }

  private void look(String fingerprint) {
    Seen before = seen;
    Seen known =
        before != null && before.fingerprint().equals(fingerprint)
            ? before
            : new Seen(fingerprint, false, true, clock.instant(), UNHEARD);
    seen = known;
    try {
      seen = known.heard(client.of(fingerprint), clock.instant());
    } catch (RestClientException | UncheckedIOException e) {
      log.debug("It is not known how fresh view {} is: {}", fingerprint, e.toString());
    }
  }

  private static String fingerprint(ServedModel model) {
    return model.view().definition().fingerprint();
  }
}
