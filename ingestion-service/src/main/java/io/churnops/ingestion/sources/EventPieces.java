package io.churnops.ingestion.sources;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.eventlog.NotConfirmedException;
import io.churnops.ingestion.intake.Intake;
import io.churnops.ingestion.intake.ItemVerdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Publishes events through the same judgement and the same log as those that come over HTTP. */
final class EventPieces implements PullRun.Publisher {

  private static final int AT_ONCE = 1_000;
  private static final int ATTEMPTS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final InstantSource clock;
  private final Pause pause;

  EventPieces(
      EventReader reader, EventJudge judge, Intake intake, InstantSource clock, Pause pause) {
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public List<ItemVerdict> publish(List<PullRun.Piece> piece) throws InterruptedException {
    List<ItemVerdict> verdicts = new ArrayList<>(piece.size());
    for (int begin = 0; begin < piece.size(); begin += AT_ONCE) {
      Instant now = clock.instant();
      List<Judgement> judged =
          piece.subList(begin, Math.min(piece.size(), begin + AT_ONCE)).stream()
              .map(part -> judgement(part, now))
              .toList();
      verdicts.addAll(confirmed(judged, now));
    }
    return verdicts;
  }

  private Judgement judgement(PullRun.Piece part, Instant now) {
    return switch (part) {
      case PullRun.Piece.Event(byte[] text) -> judge.judge(reader.readLine(text), now, true);
      case PullRun.Piece.Unmappable(Judgement.Invalid row) -> row;
    };
  }

  private List<ItemVerdict> confirmed(List<Judgement> judged, Instant now)
      throws InterruptedException {
    Duration next = FIRST_PAUSE;
    for (int attempt = 1; ; attempt++) {
      try {
        return intake.keep(judged, 0, now);
      } catch (NotConfirmedException passing) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("The service is stopping");
        }
        if (attempt == ATTEMPTS) {
          throw new SourceFailedException("Kafka does not confirm the events.", passing);
        }
        pause.rest(next);
        next = next.multipliedBy(2);
      }
    }
  }
}
