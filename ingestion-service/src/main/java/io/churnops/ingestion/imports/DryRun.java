package io.churnops.ingestion.imports;

import io.churnops.ingestion.event.CustomerEvent;
import io.churnops.ingestion.event.EventJudge;
import io.churnops.ingestion.event.EventReader;
import io.churnops.ingestion.event.Judgement;
import io.churnops.ingestion.mapping.ImportFailedException;
import io.churnops.ingestion.mapping.ImportMapping;
import io.churnops.ingestion.mapping.MappingRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows a mapping through a file as an import would, and publishes nothing. */
final class DryRun {

  private static final int EVENTS = 20;
  private static final int PROBLEMS = 200;
  private static final int AT_A_TIME = 2;

  private final EventReader reader;
  private final EventJudge judge;
  private final ImportProperties limits;
  private final JsonMapper json;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(AT_A_TIME);

  DryRun(
      EventReader reader,
      EventJudge judge,
      ImportProperties limits,
      JsonMapper json,
      InstantSource clock) {
    this.reader = reader;
    this.judge = judge;
    this.limits = limits;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Looks at a file.
   *
   * @throws ImportProblem if the file cannot be imported with this mapping at all, or too many are
   *     looked at already
   */
  ImportPreview of(ImportMapping mapping, Path path, long maxInflated) throws IOException {
    if (!places.tryAcquire()) {
      throw ImportProblem.previewUnderWay();
    }
    try {
      return new Look(mapping).through(RowFile.of(path, mapping, maxInflated));
    } catch (ImportFailedException unreadable) {
      throw ImportProblem.unreadable(String.valueOf(unreadable.getMessage()));
    } finally {
      places.release();
    }
  }

  /** Ends the reading of a file that is longer than a dry run looks. */
  private static final class EnoughException extends RuntimeException {

    EnoughException() {
      super("Enough rows", null, false, false);
    }
  }

  private final class Look implements RowFile.Rows, RowFile.RowSink {

    private final ImportMapping mapping;
    private final Map<String, Long> publishable = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();
    private final List<JsonNode> events = new ArrayList<>();
    private final List<Rejection> problems = new ArrayList<>();
    private List<String> header = List.of();
    private @Nullable MappingRun run;
    private long rows;
    private long seen;

    Look(ImportMapping mapping) {
      this.mapping = mapping;
    }

    ImportPreview through(RowFile file) throws IOException {
      boolean whole = readToItsEnd(file);
      run().finish();
      return new ImportPreview(
          mapping.name(),
          mapping.knownTime(),
          whole,
          run().counts(),
          publishable,
          refused,
          events,
          problems);
    }

    private boolean readToItsEnd(RowFile file) throws IOException {
      try {
        file.read(this);
        return true;
      } catch (EnoughException enough) {
        return false;
      }
    }

    @Override
    public RowFile.RowSink begin(List<String> names) {
      header = names;
      run = new MappingRun(mapping, names, limits.groupingMemory().toBytes(), json, this::event);
      return this;
    }

    @Override
    public void row(FileRow row) {
      if (++rows > limits.dryRunRows()) {
        throw new EnoughException();
      }
      if (row.flaw() == null) {
        run().row(row.line(), row.fields()).ifPresent(code -> problem(code, row));
      } else {
        run().unreadable(row.line(), row.flaw());
        problem(row.flaw(), row);
      }
    }

    private void event(byte[] text, long line) {
      switch (judge.judge(reader.readLine(text), clock.instant(), true)) {
        case Judgement.Valid(CustomerEvent event, _) -> {
          publishable.merge(event.type(), 1L, Long::sum);
          if (events.size() < EVENTS) {
            events.add(exact(text));
          }
        }
        case Judgement.Invalid invalid -> {
          refused.merge(invalid.flaw().code(), 1L, Long::sum);
          add(
              new Rejection(
                  Rejection.Kind.EVENT,
                  seen,
                  line,
                  invalid.id(),
                  invalid.flaw().code(),
                  invalid.detail(),
                  exact(text)));
        }
      }
      seen++;
    }

    private static JsonNode exact(byte[] text) {
      return ExactJson.of(new String(text, StandardCharsets.UTF_8));
    }

    private void problem(String code, FileRow row) {
      if (problems.size() < PROBLEMS) {
        add(
            new Rejection(
                Rejection.Kind.ROW,
                row.line(),
                row.line(),
                null,
                code,
                null,
                RowContent.of(row, header)));
      }
    }

    private void add(Rejection problem) {
      if (problems.size() < PROBLEMS) {
        problems.add(problem);
      }
    }

    private MappingRun run() {
      if (run == null) {
        throw new IllegalStateException("The file has given no header");
      }
      return run;
    }
  }
}
