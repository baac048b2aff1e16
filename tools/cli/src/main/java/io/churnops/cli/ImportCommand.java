package io.churnops.cli;

import io.churnops.cli.suite.LocalSuite;
import io.churnops.cli.suite.SuiteClient;
import io.churnops.cli.suite.SuiteException;
import io.churnops.cli.suite.SuitePorts;
import io.churnops.cli.suite.SuiteService;
import io.churnops.cli.suite.SuiteStatus;
import io.churnops.cli.terminal.Terminal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code churnops import}. */
@Command(
    name = "import",
    description = "Imports history from a file: CSV, NDJSON or Parquet, as a mapping says.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

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

  @Override
  public Integer call() {
    ChurnopsCommand parent = Parent.of(churnops);
    Terminal terminal = parent.terminal();
    LocalSuite suite = parent.suite();
    SuiteStatus status = suite.status();
    if (!status.runs()) {
      throw new SuiteException(
          "The suite does not run. Start it: churnops up" + suite.home().option());
    }
    try (SuiteClient client = new SuiteClient(new SuitePorts(status.portOffset()), suite.home())) {
      return dryRun ? preview(client, terminal) : perform(client, terminal);
    }
  }

  private int preview(SuiteClient client, Terminal terminal) {
    terminal.progress("Looking through " + Parent.of(file) + " ...");
    JsonNode preview = client.call(form(client, "/v1/imports:dryRun"));
    terminal.document(preview);
    terminal.line("Would publish " + preview.path("publishable"));
    preview.path("events").forEach(event -> terminal.line("  " + event));
    ImportReportLines.of(preview.path("file"), preview.path("refused")).forEach(terminal::line);
    preview.path("problems").forEach(problem -> terminal.line("  " + problem));
    if (!preview.path("wholeFile").asBoolean()) {
      terminal.line("Only the beginning of the file was looked at.");
    }
    return 0;
  }

  private int perform(SuiteClient client, Terminal terminal) {
    terminal.progress("Handing over " + Parent.of(file) + " ...");
    String location =
        "/v1/imports/" + client.call(form(client, "/v1/imports")).path("importId").asString();
    JsonNode report = client.get(SuiteService.INGESTION, location);
    while (!report.path("status").asString().matches("COMPLETE|FAILED")) {
      terminal.progress(ImportReportLines.progress(report));
      pause();
      report = client.get(SuiteService.INGESTION, location);
    }
    terminal.document(report);
    JsonNode progress = report.path("progress");
    if (report.path("status").asString().equals("FAILED")) {
      terminal.line(terminal.bad("failed") + "  " + report.path("error").asString());
      return 1;
    }
    terminal.line(
        String.format(
            Locale.ROOT,
            "%s  %s, known as of %s",
            terminal.good("imported"),
            progress.path("published"),
            report.path("knownTime").asString()));
    ImportReportLines.of(progress.path("file"), progress.path("refused")).forEach(terminal::line);
    if (ImportReportLines.hasRejections(progress)) {
      terminal.line("Rejected, with reasons: GET " + location + "/rejected");
    }
    return 0;
  }

  private HttpRequest form(SuiteClient client, String path) {
    String boundary = "churnops-" + UUID.randomUUID();
    Path data = Parent.of(file);
    String head =
        """
        --%1$s\r
        Content-Disposition: form-data; name="mapping"; filename="mapping.yaml"\r
        Content-Type: application/yaml\r
        \r
        %2$s\r
        --%1$s\r
        Content-Disposition: form-data; name="file"; filename="data"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .formatted(boundary, mappingText());
    try {
      return client
          .request(SuiteService.INGESTION, path)
          .timeout(PATIENCE)
          .header("Content-Type", "multipart/form-data; boundary=" + boundary)
          .POST(
              BodyPublishers.concat(
                  BodyPublishers.ofString(head),
                  BodyPublishers.ofFile(data),
                  BodyPublishers.ofString("\r\n--" + boundary + "--\r\n")))
          .build();
    } catch (FileNotFoundException e) {
      throw new SuiteException("There is no readable file " + data + ".", e);
    }
  }

  private String mappingText() {
    Path path = Parent.of(mapping);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new SuiteException("There is no readable mapping " + path + ".", e);
    }
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
