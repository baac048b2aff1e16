package io.churnops.training.mlflow;

import io.churnops.training.registry.ArtefactStore;
import io.churnops.training.registry.ModelRegistry;
import io.churnops.training.registry.ModelVersion;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The signed artefact that a training run made, as the folder {@code model} of its artifacts. */
@Component
class VersionFiles {

  static final String FOLDER = "model";

  private final JdbcClient jdbc;
  private final ModelRegistry registry;
  private final ArtefactStore artefacts;

  VersionFiles(JdbcClient jdbc, ModelRegistry registry, ArtefactStore artefacts) {
    this.jdbc = jdbc;
    this.registry = registry;
    this.artefacts = artefacts;
  }

  private record Id(String model, int version) {}

  /** The folder of the artefact that a run made, verified. */
  Optional<Path> folder(String runId) {
    return jdbc.sql("select model_name, version from model_version where run_id = ?")
        .param(runId)
        .query((row, _) -> new Id(row.getString(1), row.getInt(2)))
        .optional()
        .map(id -> {
          ModelVersion version = registry.version(id.model(), id.version());
          artefacts.verify(version);
          return artefacts.folder(version);
        });
  }

  /** One of its files, by its path below the run's folder. */
  Path file(ArtifactPath path) {
    List<String> parts = path.parts();
    if (parts.size() == 2 && parts.getFirst().equals(FOLDER)) {
      Optional<Path> file = folder(path.runId()).map(folder -> folder.resolve(parts.get(1)));
      if (file.isPresent() && Files.isRegularFile(file.get(), LinkOption.NOFOLLOW_LINKS)) {
        return file.get();
      }
    }
    throw RunFiles.noSuch(path);
  }
}
