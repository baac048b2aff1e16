package io.churnops.feature.datasets;

import io.churnops.feature.datasets.LabelsAnswer.Row;
import io.churnops.feature.datasets.LabelsAnswer.Status;
import io.churnops.feature.datasets.OutcomesInLog.Question;
import io.churnops.feature.datasets.OutcomesInLog.Said;
import io.churnops.feature.definitions.Labels;
import io.churnops.feature.identity.Identities;
import io.churnops.feature.ledger.ErasureLedger;
import io.churnops.feature.log.EventLog;
import io.churnops.feature.log.EventTime;
import io.churnops.feature.log.LogReads;
import io.churnops.feature.state.SourceLag;
import io.churnops.features.engine.LabelDefinition;
import io.churnops.features.engine.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Service;

/** Tells what a label says of some customers, by the pass that labels the rows of training sets. */
@Service
class ResolveLabels {

  private final Labels labels;
  private final EventLog log;
  private final LogReads logReads;
  private final Identities identities;
  private final SourceLag sourceLag;
  private final ErasureLedger ledger;
  private final InstantSource clock;

  ResolveLabels(
      Labels labels,
      EventLog log,
      LogReads logReads,
      Identities identities,
      SourceLag sourceLag,
      ErasureLedger ledger,
      InstantSource clock) {
    this.labels = labels;
    this.log = log;
    this.logReads = logReads;
    this.identities = identities;
    this.sourceLag = sourceLag;
    this.ledger = ledger;
    this.clock = clock;
  }

  LabelsAnswer resolve(LabelsRequest request) {
    LabelDefinition label = labels.find(request.label());
    KnownTimeMode mode = request.knownTimeOrUsual();
    List<Question> questions =
        request.toRows().stream()
            .map(row -> new Question(row.customerId(), EventTime.toMicros(row.at())))
            .toList();
    // Asked before the log is opened: what was in it by then is in what is read.
    Map<Integer, Instant> readUntil = sourceLag.readUntil();
    Instant now = clock.instant();
    Resolved resolved =
        logReads.read(() ->
            log.inSnapshot(snapshot -> {
              Instant maturity = mode.maturity(snapshot.highWater(), readUntil, now);
              return new Resolved(
                  maturity,
                  new OutcomesInLog(snapshot, identities, label, mode, maturity).of(questions));
            }));
    // Looked up after the log was read: who is erased meanwhile is not told of any more.
    Set<String> erased = ledger.erased(questions.stream().map(Question::id).toList());
    return new LabelsAnswer(
        label.name(),
        label.fingerprint(),
        Period.print(label.horizon()),
        mode,
        resolved.maturity(),
        questions.stream()
            .map(question ->
                erased.contains(question.id())
                    ? without(Status.ERASED, question, question.id())
                    : row(
                        question,
                        Objects.requireNonNull(resolved.said().get(question)),
                        label,
                        now))
            .toList());
  }

  private record Resolved(Instant maturity, Map<Question, Said> said) {}

  /** Of the future nothing can be said, not even for whom the question will be asked. */
  private static Row row(Question question, Said said, LabelDefinition label, Instant now) {
    if (said.outcome() == null) {
      return without(Status.UNKNOWN_ENTITY, question, said.canonicalId());
    }
    Instant at = EventTime.toInstant(question.micros());
    return switch (at.isAfter(now) ? Outcome.IMMATURE : said.outcome()) {
      case CHURNED -> present(question, said, 1);
      case STAYED -> present(question, said, 0);
      case INELIGIBLE -> without(Status.INELIGIBLE, question, said.canonicalId());
      case IMMATURE ->
          new Row(
              question.id(),
              said.canonicalId(),
              at,
              Status.IMMATURE,
              null,
              at.plus(label.horizon()));
    };
  }

  private static Row present(Question question, Said said, int value) {
    return new Row(
        question.id(),
        said.canonicalId(),
        EventTime.toInstant(question.micros()),
        Status.PRESENT,
        value,
        null);
  }

  private static Row without(Status reason, Question question, String canonicalId) {
    return new Row(
        question.id(), canonicalId, EventTime.toInstant(question.micros()), reason, null, null);
  }
}
