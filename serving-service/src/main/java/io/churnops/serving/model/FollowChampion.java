package io.churnops.serving.model;

import io.churnops.serving.ServingProperties;
import io.churnops.serving.model.Champion.Crowned;
import io.churnops.serving.model.Champion.Source;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Keeps the served model equal to the registry's champion. Nothing that goes wrong here ever takes
 * a good model away: a champion that cannot be fetched or is refused leaves the served one in
 * place, and is tried again at the next look.
 */
@Component
class FollowChampion implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(FollowChampion.class);

  private final Champion champion;
  private final ChampionAlias alias;
  private final ArtefactStore store;
  private final DownloadArtefact download;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final String modelName;

  private volatile @Nullable Refusal refusal;
  private volatile @Nullable String trouble;

  FollowChampion(
      Champion champion,
      ChampionAlias alias,
      ArtefactStore store,
      DownloadArtefact download,
      ServingProperties properties,
      InstantSource clock,
      MeterRegistry meters) {
    this.champion = champion;
    this.alias = alias;
    this.store = store;
    this.download = download;
    this.modelName = properties.model();
    this.clock = clock;
    this.meters = meters;
  }

  /** Serves the last known champion from the start, whoever else is up. */
  @Override
  public void afterPropertiesSet() {
    store.newest().ifPresent(model -> crown(model, Source.CACHE));
  }

  /** Looks which version is champion, and serves it if it is another one. */
  synchronized void look() {
    try {
      Optional<ChampionVersion> named = alias.read(modelName);
      if (named.isPresent()) {
        serve(named.get());
      }
      trouble = null;
    } catch (DataAccessException | RestClientException | IOException | UncheckedIOException e) {
      trouble = e instanceof NoArtefactException ? e.getMessage() : e.getClass().getSimpleName();
      log.warn("The champion of {} could not be followed: {}", modelName, e.toString());
    }
  }

  /** The champion that was refused last; empty once a champion is served as named. */
  Optional<Refusal> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** What kept the last look from following the champion; empty if nothing did. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void serve(ChampionVersion named) throws IOException {
    Optional<Crowned> served = champion.crowned().filter(now -> named.isServedBy(now.model()));
    if (served.isPresent()) {
      refusal = null;
      if (served.get().source() == Source.CACHE) {
        champion.crown(served.get().model(), Source.REGISTRY);
      }
      return;
    }
    try {
      ServedModel model = load(named);
      store.keep(named);
      crown(model, Source.REGISTRY);
      refusal = null;
    } catch (RefusedModelException e) {
      refuse(named, e);
    }
  }

  private ServedModel load(ChampionVersion named) throws IOException {
    if (store.holds(named)) {
      try {
        return store.load(named);
      } catch (RefusedModelException e) {
        log.warn("The cached artefact of {} is fetched again: {}", named, e.getMessage());
        store.discard(named);
      }
    }
    download.to(named, zip -> store.unpack(named, zip));
    try {
      return store.load(named);
    } catch (RefusedModelException e) {
      store.discard(named);
      throw e;
    }
  }

  private void crown(ServedModel model, Source source) {
    champion.crown(model, source);
    log.info("Serving {} version {} ({})", model.name(), model.version(), source);
  }

  private void refuse(ChampionVersion named, RefusedModelException why) {
    refusal =
        new Refusal(
            named.version(), why.reason(), String.valueOf(why.getMessage()), clock.instant());
    meters
        .counter("churnops.serving.model.refused", "model", modelName, "reason", why.reason())
        .increment();
    log.error("{} is refused as {}: {}", named, why.reason(), why.getMessage());
  }

  /**
   * A champion that is not served.
   *
   * @param reason untrusted, corrupt, mismatched or incompatible
   */
  record Refusal(int version, String reason, String detail, Instant at) {}
}
