package io.churnops.training.registry;

import io.churnops.forest.artefact.ArtefactArchive;
import io.churnops.forest.artefact.ArtefactContents;
import io.churnops.forest.artefact.ArtefactException;
import io.churnops.forest.artefact.ArtefactLoader;
import io.churnops.forest.artefact.ArtefactWriter;
import io.churnops.forest.artefact.ModelArtefact;
import io.churnops.forest.artefact.ModelDescription;
import io.churnops.forest.artefact.SigningKeys;
import io.churnops.forest.artefact.WrittenArtefact;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** The signed artefacts of all versions, a folder each. */
@Component
public class ArtefactStore {

  private final Path root;
  private final ArtefactWriter writer;
  private final ArtefactLoader loader;

  ArtefactStore(ModelFilesProperties properties) throws IOException {
    this.root = properties.dataDir().resolve("artefacts");
    this.writer = new ArtefactWriter(SigningKeys.readPrivate(properties.signingKeyFile()));
    this.loader = new ArtefactLoader(SigningKeys.readPublic(properties.verifyKeyFile()));
  }

  /**
   * Writes the artefact of a version that is not registered yet. A folder in its place is what a
   * run left behind that did not come to register it, and is replaced.
   */
  public WrittenArtefact write(ArtefactContents contents) {
    ModelDescription model = contents.model();
    Path folder = folder(model.modelName(), model.modelVersion());
    try {
      FileSystemUtils.deleteRecursively(folder);
      Files.createDirectories(folder.getParent());
      return writer.write(folder, contents);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the artefact " + folder, e);
    }
  }

  /**
   * The artefact of a version, verified.
   *
   * @throws ArtefactException when it must not be used
   */
  public ModelArtefact load(String model, int version) {
    Path folder = folder(model, version);
    try {
      return loader.load(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the artefact " + folder, e);
    }
  }

  /** The artefact of a registered version, verified and the one that was registered. */
  public ModelArtefact verify(ModelVersion version) {
    ModelArtefact artefact;
    try {
      artefact = load(version.modelName(), version.version());
    } catch (ArtefactException | UncheckedIOException e) {
      throw RegistryException.artefactRefused(version, String.valueOf(e.getMessage()));
    }
    if (!artefact.digest().equals(version.artefactDigest())) {
      throw RegistryException.artefactRefused(
          version, "it is not the one that was registered: " + version.artefactDigest());
    }
    return artefact;
  }

  /** Writes an artefact as a zip. */
  void zip(ModelVersion version, OutputStream out) throws IOException {
    ArtefactArchive.pack(folder(version.modelName(), version.version()), out);
  }

  /** The folder of the files of a version, which its caller has verified. */
  public Path folder(ModelVersion version) {
    return folder(version.modelName(), version.version());
  }

  private Path folder(String model, int version) {
    return root.resolve(model).resolve(Integer.toString(version));
  }
}
