package io.churnops.serving.model;

import io.churnops.forest.artefact.ArtefactArchive;
import io.churnops.forest.artefact.ArtefactException;
import io.churnops.forest.artefact.ArtefactLoader;
import io.churnops.forest.artefact.SigningKeys;
import io.churnops.serving.ServingProperties;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Artefacts on this machine's disk, so that a start needs no other service. What lies here is no
 * more trusted than what comes over the wire: every load verifies all of it. A folder's date says
 * when its model last became champion; the newest few are kept.
 */
@Component
class ArtefactStore {

  private static final Logger log = LoggerFactory.getLogger(ArtefactStore.class);
  private static final int KEPT = 3;
  private static final int DIGEST_CHARACTERS = 16;

  private final Path folder;
  private final Path verifyKeyFile;
  private final InstantSource clock;

  @Autowired
  ArtefactStore(ServingProperties properties, InstantSource clock) {
    this(
        properties.dataFolder().resolve("artefacts").resolve(properties.model()),
        properties.verifyKeyFile(),
        clock);
  }

  ArtefactStore(Path folder, Path verifyKeyFile, InstantSource clock) {
    this.folder = folder;
    this.verifyKeyFile = verifyKeyFile;
    this.clock = clock;
  }

  boolean holds(ChampionVersion version) {
    return Files.exists(folderOf(version));
  }

  /**
   * Unpacks a zip that was offered as this version. It is not verified yet.
   *
   * @throws RefusedModelException if it cannot even be unpacked
   */
  void unpack(ChampionVersion version, InputStream zip) throws IOException {
    Files.createDirectories(folder);
    try {
      ArtefactArchive.unpack(zip, folderOf(version));
    } catch (ArtefactException e) {
      throw RefusedModelException.of(e);
    }
  }

  /**
   * Loads a version, verifying it.
   *
   * @throws RefusedModelException if it is not sound, or not that version
   */
  ServedModel load(ChampionVersion version) throws IOException {
    ServedModel model = load(folderOf(version));
    if (!version.isServedBy(model)) {
      throw RefusedModelException.mismatched(
          "%s with digest %s was asked for, version %d of %s with digest %s found"
              .formatted(version, version.digest(), model.version(), model.name(), model.digest()));
    }
    return model;
  }

  /** The newest champion on disk that is still sound. */
  Optional<ServedModel> newest() {
    for (Path artefact : newestFirst()) {
      try {
        return Optional.of(load(artefact));
      } catch (RefusedModelException | IOException e) {
        log.warn("Cached artefact {} not loaded: {}", artefact.getFileName(), e.toString());
      }
    }
    return Optional.empty();
  }

  /** Remembers that a version became champion now, and forgets the oldest ones. */
  void keep(ChampionVersion version) throws IOException {
    Files.setLastModifiedTime(folderOf(version), FileTime.from(clock.instant()));
    newestFirst().stream().skip(KEPT).forEach(ArtefactStore::delete);
  }

  void discard(ChampionVersion version) {
    delete(folderOf(version));
  }

  private ServedModel load(Path artefactFolder) throws IOException {
    var loader = new ArtefactLoader(verifyKey());
    try {
      return ServedModel.of(loader.load(artefactFolder));
    } catch (ArtefactException e) {
      throw RefusedModelException.of(e);
    }
  }

  /** Read for each load: the key may be put in place, or replaced, while the service runs. */
  private PublicKey verifyKey() throws IOException {
    try {
      return SigningKeys.readPublic(verifyKeyFile);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private List<Path> newestFirst() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> artefacts = Files.list(folder)) {
      return artefacts
          .filter(artefact -> artefact.getFileName().toString().startsWith("v"))
          .sorted(Comparator.comparing(ArtefactStore::date).reversed())
          .toList();
    } catch (IOException e) {
      log.warn("Cached artefacts in {} not listed: {}", folder, e.toString());
      return List.of();
    }
  }

  private static FileTime date(Path artefact) {
    try {
      return Files.getLastModifiedTime(artefact);
    } catch (IOException e) {
      log.warn("No date of the cached artefact {}: {}", artefact.getFileName(), e.toString());
      return FileTime.fromMillis(0);
    }
  }

  private static void delete(Path artefact) {
    try {
      FileSystemUtils.deleteRecursively(artefact);
    } catch (IOException e) {
      log.warn("Cached artefact {} not deleted: {}", artefact.getFileName(), e.toString());
    }
  }

  private Path folderOf(ChampionVersion version) {
    int end = Math.min(DIGEST_CHARACTERS, version.digest().length());
    return folder.resolve("v" + version.version() + "-" + version.digest().substring(0, end));
  }
}
