package io.churnops.training.mlflow;

import io.churnops.training.tracking.Stage;
import io.churnops.training.tracking.TrackedRun;
import io.churnops.training.tracking.TrackedRuns;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of runs for MLflow's clients, through this server. The runs of clients keep what clients
 * upload; a training run shows the artefact of its version and takes nothing.
 */
@Hidden
@RestController
@RequestMapping(MlflowApi.ROOT)
class MlflowArtifacts extends MlflowApi {

  private static final Logger log = LoggerFactory.getLogger(MlflowArtifacts.class);
  private static final String PROXY = "mlflow-artifacts/artifacts";

  private final TrackedRuns runs;
  private final RunFiles files;
  private final VersionFiles versions;

  MlflowArtifacts(TrackedRuns runs, RunFiles files, VersionFiles versions) {
    this.runs = runs;
    this.files = files;
    this.versions = versions;
  }

  /** Clients of before 2.0 POST what later ones PUT. */
  @RequestMapping(
      path = PROXY + "/{*path}",
      method = {RequestMethod.PUT, RequestMethod.POST})
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode upload(@PathVariable String path, InputStream body) throws IOException {
    files.keep(writable(ArtifactPath.parse(path)), body);
    return Shapes.empty();
  }

  @DeleteMapping(PROXY + "/{*path}")
  @PreAuthorize("hasAuthority('SCOPE_training:run')")
  ObjectNode remove(@PathVariable String path) throws IOException {
    files.remove(writable(ArtifactPath.parse(path)));
    return Shapes.empty();
  }

  @GetMapping(PROXY + "/{*path}")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ResponseEntity<Resource> download(@PathVariable String path) throws IOException {
    ArtifactPath wanted = ArtifactPath.parse(path);
    Path file = run(wanted).training() ? versions.file(wanted) : files.file(wanted);
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_OCTET_STREAM)
        .contentLength(Files.size(file))
        .header(
            HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment()
                .filename(String.valueOf(file.getFileName()), StandardCharsets.UTF_8)
                .build()
                .toString())
        .body(new FileSystemResource(file));
  }

  /** The paths are those below the folder that was asked for. */
  @GetMapping(PROXY)
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode list(@RequestParam MultiValueMap<String, String> query) throws IOException {
    return listed(ArtifactPath.parse(Fields.of(query).text("path")), "");
  }

  /** The paths are those below the folder of the run. */
  @GetMapping("mlflow/artifacts/list")
  @PreAuthorize("hasAuthority('SCOPE_models:read')")
  ObjectNode listOfRun(@RequestParam MultiValueMap<String, String> query) throws IOException {
    Fields request = Fields.of(query);
    TrackedRun run = runs.run(request.either("run_id", "run_uuid"));
    List<String> parts = ArtifactPath.split(request.optional("path").orElse(""));
    ArtifactPath folder = new ArtifactPath(run.experimentId(), run.runId(), parts);
    String prefix = parts.isEmpty() ? "" : String.join("/", parts) + "/";
    ObjectNode answer = Shapes.empty().put("root_uri", Shapes.artifactUri(run));
    answer.setAll(listed(folder, prefix));
    return answer;
  }

  private ObjectNode listed(ArtifactPath folder, String prefix) throws IOException {
    ObjectNode answer = Shapes.empty();
    ArrayNode items = answer.putArray("files");
    for (RunFiles.Entry entry : entries(folder)) {
      ObjectNode item = items.addObject();
      item.put("path", prefix + entry.name()).put("is_dir", entry.isFolder());
      if (!entry.isFolder()) {
        item.put("file_size", entry.size());
      }
    }
    return answer;
  }

  private List<RunFiles.Entry> entries(ArtifactPath folder) throws IOException {
    if (!run(folder).training()) {
      return files.list(folder);
    }
    if (folder.parts().equals(List.of(VersionFiles.FOLDER))) {
      return new ArrayList<>(
          RunFiles.entries(
              versions.folder(folder.runId()).orElseThrow(() -> RunFiles.noSuch(folder))));
    }
    return folder.parts().isEmpty() && versions.folder(folder.runId()).isPresent()
        ? List.of(new RunFiles.Entry(VersionFiles.FOLDER, true, 0))
        : List.of();
  }

  private ArtifactPath writable(ArtifactPath path) {
    TrackedRun run = run(path);
    if (run.training()) {
      throw MlflowException.invalid(
          "Run '%s' is a training run, whose only artifact is that of its version"
              .formatted(run.runId()));
    }
    if (run.stage() == Stage.DELETED) {
      throw MlflowException.invalid(
          "Run '%s' is deleted; restore it before writing to it".formatted(run.runId()));
    }
    return path;
  }

  private TrackedRun run(ArtifactPath path) {
    TrackedRun run = runs.run(path.runId());
    if (run.experimentId() != path.experiment()) {
      throw MlflowException.invalid(
          "Run '%s' is not of experiment %d".formatted(run.runId(), path.experiment()));
    }
    return run;
  }

  /** A full disk, or a client that went away: nothing was kept, and it may be sent again. */
  @ExceptionHandler
  ResponseEntity<MlflowError> onFileTrouble(IOException trouble) {
    log.warn("An artifact could not be read or written: {}", trouble.toString());
    return ResponseEntity.status(ErrorCode.TEMPORARILY_UNAVAILABLE.status())
        .body(
            new MlflowError(
                ErrorCode.TEMPORARILY_UNAVAILABLE,
                "The files of runs cannot be reached at the moment."));
  }
}
