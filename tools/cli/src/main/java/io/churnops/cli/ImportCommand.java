package io.churnops.cli;

import io.churnops.cli.definitions.ServiceClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.terminal.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops import}. */
@Command(
    name = "import",
    description = "Imports history from a file: CSV, NDJSON or Parquet, as a mapping says.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:imported, or published before; some rows may have been rejected",
      "1:it failed; the reason is on the error stream, or in the report",
      "5:nothing was accepted: whatever would have become an event was rejected"
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int NOTHING_ACCEPTED = 5;

  @ParentCommand private @Nullable ChurnopsCommand churnops;

  @Parameters(paramLabel = "FILE", description = "The file; CSV and NDJSON may be gzip.")
  private @Nullable Path file;

  @Option(
      names = "--mapping",
      paramLabel = "M",
      required = true,
      description = "What becomes of a row, as YAML.")
  private @Nullable Path mapping;

  @Option(
      names = "--dry-run",
      description = "Show the first events and all problems, and import nothing.")
  private boolean dryRun;

  @Mixin private ServiceOptions service = new ServiceOptions();

  @Override
  public Integer call() {
    ChurnopsCommand parent = Parent.of(churnops);
    ImportForm form = ImportForm.of(Parent.of(mapping), Parent.of(file));
    try (ServiceClient ingestion = service.client(parent.suite(), SuiteService.INGESTION)) {
      return dryRun
          ? preview(form, ingestion, parent.terminal())
          : perform(form, ingestion, parent.terminal());
    }
  }

  private int preview(ImportForm form, ServiceClient ingestion, Terminal terminal) {
    terminal.progress("Looking through " + Parent.of(file) + " ...");
    JsonNode preview = ingestion.post("/v1/imports:dryRun", form.contentType(), form.body());
    terminal.document(preview);
    terminal.line("Would publish " + preview.path("publishable"));
    preview.path("events").forEach(event -> terminal.line("  " + event));
    ImportReportLines.of(preview.path("file"), preview.path("refused")).forEach(terminal::line);
    preview.path("problems").forEach(problem -> terminal.line("  " + problem));
    if (!preview.path("wholeFile").asBoolean()) {
      terminal.line("Only the beginning of the file was looked at.");
      return 0;
    }
    return preview.path("publishable").isEmpty() && ImportReportLines.hasRejections(preview)
        ? NOTHING_ACCEPTED
        : 0;
  }

  private int perform(ImportForm form, ServiceClient ingestion, Terminal terminal) {
    terminal.progress("Handing over " + Parent.of(file) + " ...");
    JsonNode taken = ingestion.post("/v1/imports", form.contentType(), form.body());
    String location = "/v1/imports/" + taken.path("importId").asString();
    JsonNode report = ingestion.get(location);
    while (!report.path("status").asString().matches("COMPLETE|FAILED")) {
      terminal.progress(ImportReportLines.progress(report));
      pause();
      report = ingestion.get(location);
    }
    terminal.document(report);
    JsonNode progress = report.path("progress");
    if (report.path("status").asString().equals("FAILED")) {
      terminal.line(terminal.bad("failed") + "  " + report.path("error").asString());
      return 1;
    }
    boolean nothing = ImportReportLines.nothingAccepted(progress);
    terminal.line(
        nothing
            ? terminal.bad("nothing imported") + "  not one event of the file was accepted"
            : String.format(
                Locale.ROOT,
                "%s  %s, known as of %s",
                terminal.good("imported"),
                progress.path("published"),
                report.path("knownTime").asString()));
    ImportReportLines.of(progress.path("file"), progress.path("refused")).forEach(terminal::line);
    ImportReportLines.repeated(progress).forEach(terminal::line);
    if (ImportReportLines.hasRejections(progress)) {
      terminal.line("Rejected, with reasons: GET " + location + "/rejected");
    }
    return nothing ? NOTHING_ACCEPTED : 0;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuiteException("Interrupted; the import goes on without this command.", e);
    }
  }
}
