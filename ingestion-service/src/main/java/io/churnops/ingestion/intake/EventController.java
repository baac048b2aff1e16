package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.event.RawEvent;
import io.churnops.kit.idempotency.Idempotent;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Events over HTTP, alone, in batches or as a stream. Whatever was answered ACCEPTED is on Kafka; a
 * batch is read whole before anything of it is sent, a stream in pieces that are each confirmed
 * before the next is read.
 */
@RestController
@RequestMapping(path = "/v1/events", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "events")
class EventController {

  static final String ONE = "application/cloudevents+json";
  static final String BATCH = "application/cloudevents-batch+json";
  static final String STREAM = "application/x-ndjson";

  static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** Bytes a single event or a batch may have, uncompressed. */
  static final int MAX_BODY = 5 * 1024 * 1024;

  private static final int PIECE_EVENTS = EventReader.MAX_BATCH;
  private static final int PIECE_BYTES = 2 * 1024 * 1024;
  private static final String BACKFILL = "SCOPE_events:backfill";

  private final EventReader reader;
  private final EventJudge judge;
  private final Intake intake;
  private final Admission admission;
  private final InstantSource clock;

  EventController(
      EventReader reader,
      EventJudge judge,
      Intake intake,
      Admission admission,
      InstantSource clock) {
    this.reader = reader;
    this.judge = judge;
    this.intake = intake;
    this.admission = admission;
    this.clock = clock;
  }

  @PostMapping(consumes = ONE)
  @Idempotent
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PreAuthorize("hasAuthority('SCOPE_events:write')")
  @EventAnswers
  Receipt one(HttpServletRequest request, Authentication caller) throws IOException {
    try (var _ = admission.enter(caller.getName())) {
      byte[] body = new EventBody(request, clock).bytes(MAX_BODY);
      return keep(List.of(reader.readOne(body)), caller).requireAnyTaken();
    }
  }

  @PostMapping(consumes = BATCH)
  @Idempotent
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PreAuthorize("hasAuthority('SCOPE_events:write')")
  @EventAnswers
  Receipt batch(HttpServletRequest request, Authentication caller) throws IOException {
    try (var _ = admission.enter(caller.getName())) {
      byte[] body = new EventBody(request, clock).bytes(MAX_BODY);
      return keep(reader.readBatch(body), caller).requireAnyTaken();
    }
  }

  @PostMapping(consumes = STREAM)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @PreAuthorize("hasAuthority('SCOPE_events:write')")
  @EventAnswers
  Receipt stream(HttpServletRequest request, Authentication caller) throws IOException {
    if (request.getHeader(IDEMPOTENCY_KEY) != null) {
      throw new KeyOfStreamException();
    }
    try (var _ = admission.enter(caller.getName());
        InputStream in = new EventBody(request, clock).open()) {
      EventLines lines = new EventLines(in);
      List<ItemVerdict> verdicts = new ArrayList<>();
      boolean more = true;
      while (more) {
        List<Judgement> piece = new ArrayList<>();
        more = readPiece(lines, caller, piece);
        verdicts.addAll(intake.keep(piece, verdicts.size(), clock.instant()));
      }
      return Receipt.of(verdicts).requireAnyTaken();
    }
  }

  /** Judges lines until the piece is full; false at the end of the stream. */
  private boolean readPiece(EventLines lines, Authentication caller, List<Judgement> piece)
      throws IOException {
    boolean mayBackfill = mayBackfill(caller);
    Instant now = clock.instant();
    int bytes = 0;
    while (piece.size() < PIECE_EVENTS && bytes < PIECE_BYTES) {
      Optional<byte[]> line = lines.next();
      if (line.isEmpty()) {
        return false;
      }
      bytes += line.get().length;
      piece.add(judge.judge(reader.readLine(line.get()), now, mayBackfill));
    }
    return true;
  }

  private Receipt keep(List<RawEvent> events, Authentication caller) {
    boolean mayBackfill = mayBackfill(caller);
    Instant now = clock.instant();
    List<Judgement> judged =
        events.stream().map(event -> judge.judge(event, now, mayBackfill)).toList();
    return Receipt.of(intake.keep(judged, 0, now));
  }

  private static boolean mayBackfill(Authentication caller) {
    return caller.getAuthorities().stream()
        .anyMatch(granted -> BACKFILL.equals(granted.getAuthority()));
  }
}
