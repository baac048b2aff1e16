package io.churnops.ingestion.changes;

import io.churnops.ingestion.changes.ChangeLetterDecisions.Held;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a record that could not become an event through its mapping once more. It is right only if
 * every event that the mapping makes of it is valid, so that nothing of a record is sent in part.
 */
final class MapAgain {

  private final ChangeRun run;
  private final EventReader reader;
  private final EventJudge judge;
  private final Instant now;
  private final EnvelopeReader envelopes = new EnvelopeReader();

  MapAgain(ChangeRun run, EventReader reader, EventJudge judge, Instant now) {
    this.run = run;
    this.reader = reader;
    this.judge = judge;
    this.now = now;
  }

  /** What became of a record. */
  sealed interface Result {

    /** Its events, none if no rule of the mapping is for it. */
    record Right(List<Judgement> events) implements Result {}

    /** It is not right yet. */
    record Wrong(String code, String detail) implements Result {}
  }

  Result take(Held held) {
    if (held.cut()) {
      return new Result.Wrong(
          "record_cut", "Only the beginning of the record was kept, as it is too large.");
    }
    CapturedRecord captured = held.captured();
    return switch (envelopes.read(captured.key(), captured.value())) {
      case Change.Nothing() -> new Result.Right(List.of());
      case Change.Unreadable(String code, String detail) -> new Result.Wrong(code, detail);
      case Change.OfRow change -> mapped(captured, change);
    };
  }

  private Result mapped(CapturedRecord captured, Change.OfRow change) {
    return switch (run.map(captured, change)) {
      case ChangeRun.Outcome.Mapped(List<byte[]> events) -> judged(events);
      case ChangeRun.Outcome.Unmapped() ->
          new Result.Wrong("table_not_mapped", "The mapping does not name the table any more.");
      case ChangeRun.Outcome.Flawed(String code, String detail) -> new Result.Wrong(code, detail);
    };
  }

  private Result judged(List<byte[]> events) {
    List<Judgement> judged = new ArrayList<>(events.size());
    for (byte[] event : events) {
      Judgement judgement = judge.judge(reader.readLine(event), now, true);
      if (judgement instanceof Judgement.Invalid invalid) {
        return new Result.Wrong(invalid.flaw().code(), detail(invalid.detail(), invalid.rule()));
      }
      judged.add(judgement);
    }
    return new Result.Right(judged);
  }

  private static String detail(String detail, @Nullable String rule) {
    return rule == null ? detail : "Quality rule " + rule + ": " + detail;
  }
}
