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
import io.churnops.kit.Ids;
import io.churnops.training.bucket.BucketException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The signed artefacts of all versions, a folder each. Where a bucket is configured it is there
 * that an artefact is kept, and the folder is a copy of it.
 */
@Component
public class ArtefactStore {

  private static final Logger log = LoggerFactory.getLogger(ArtefactStore.class);
  private static final int DIGITS_OF_DIGEST = 16;
  private static final Pattern FOLDER = Pattern.compile("([1-9][0-9]{0,8})(-.*)?");

  private final Path root;
  private final ArtefactWriter writer;
  private final ArtefactLoader loader;
  private final Ids ids;
  private final Optional<ArtefactBucket> bucket;

  ArtefactStore(ModelFilesProperties properties, Ids ids, Optional<ArtefactBucket> bucket)
      throws IOException {
    this.root = properties.dataDir().resolve("artefacts");
    this.writer = new ArtefactWriter(SigningKeys.readPrivate(properties.signingKeyFile()));
    this.loader = new ArtefactLoader(SigningKeys.readPublic(properties.verifyKeyFile()));
    this.ids = ids;
    this.bucket = bucket;
  }

  /**
   * Writes the artefact of a version that is not registered yet, into a folder that is named by its
   * digest: whoever writes the same version at the same time, a worker that has lost its lease too,
   * writes another folder. What never comes to be registered is collected later.
   */
  public WrittenArtefact write(ArtefactContents contents) {
    ModelDescription model = contents.model();
    Path parent = root.resolve(model.modelName());
    Path unnamed = parent.resolve(".writing-" + ids.next());
    try {
      Files.createDirectories(parent);
      WrittenArtefact written = writer.write(unnamed, contents);
      Path folder = parent.resolve(name(model.modelVersion(), written.digest()));
      publish(unnamed, folder);
      String name = folder.getFileName().toString();
      if (bucket.isPresent() && !bucket.get().offer(model.modelName(), name, folder)) {
        bucket.get().forget(folder); // It makes way for a copy of what is there.
      }
      return new WrittenArtefact(folder, written.manifest(), written.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write an artefact into " + parent + ": " + e, e);
    }
  }

  /** A folder that has the name already has the same bytes. */
  private static void publish(Path unnamed, Path folder) throws IOException {
    if (Files.exists(folder)) {
      FileSystemUtils.deleteRecursively(unnamed);
      return;
    }
    Files.move(unnamed, folder, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(folder.getParent(), StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /**
   * An artefact, verified.
   *
   * @param digest as it was written or registered
   * @throws ArtefactException when it must not be used
   */
  public ModelArtefact load(String model, int version, String digest) {
    Path folder = folder(model, version, digest);
    try {
      return bucket.isPresent()
          ? loadCopy(bucket.get(), model, name(version, digest), folder)
          : loader.load(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the artefact " + folder, e);
    }
  }

  /** A copy that is forgotten while it is read looks like one that lacks files. */
  private ModelArtefact loadCopy(ArtefactBucket from, String model, String name, Path folder)
      throws IOException {
    try {
      from.fetch(model, name, folder);
      return loader.load(folder);
    } catch (ArtefactException | NoSuchFileException e) {
      from.fetch(model, name, folder);
      return loader.load(folder);
    }
  }

  /** The artefact of a registered version, verified and the one that was registered. */
  public ModelArtefact verify(ModelVersion version) {
    if (version.removed()) {
      throw RegistryException.artefactRemoved(version);
    }
    ModelArtefact artefact;
    try {
      artefact = load(version.modelName(), version.version(), version.artefactDigest());
    } catch (BucketException e) {
      log.warn("An artefact cannot be read: {}", e.getMessage());
      throw RegistryException.artefactsUnavailable(e);
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
    ArtefactArchive.pack(folder(version), out);
  }

  /** The folder of the files of a version, which its caller has verified. */
  public Path folder(ModelVersion version) {
    return folder(version.modelName(), version.version(), version.artefactDigest());
  }

  /** Where all artefacts are, a folder for each model. */
  Path root() {
    return root;
  }

  /** What the folder of a version may be called. */
  static Set<String> names(int version, String digest) {
    return Set.of(name(version, digest), Integer.toString(version));
  }

  /** The version whose folder has a name; none where no version's folder has. */
  static OptionalInt versionOf(String name) {
    Matcher folder = FOLDER.matcher(name);
    return folder.matches()
        ? OptionalInt.of(Integer.parseInt(folder.group(1)))
        : OptionalInt.empty();
  }

  private static String name(int version, String digest) {
    return version + "-" + digest.substring(0, DIGITS_OF_DIGEST);
  }

  /** Folders from before they were named by their digest have the number alone. */
  private Path folder(String model, int version, String digest) {
    Path folder = root.resolve(model).resolve(name(version, digest));
    Path numbered = folder.resolveSibling(Integer.toString(version));
    return !Files.exists(folder) && Files.exists(numbered) ? numbered : folder;
  }
}
