package io.churnops.training.registry;

import io.churnops.training.bucket.BucketException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.util.FileSystemUtils;

/**
 * Removes artefacts that belong to no version: of runs that did not come to register one, and of
 * versions whose retention has ended. A folder is left alone for a time of grace, and as long as a
 * run of its model is at work.
 */
@Component
class CollectGarbage {

  private static final Logger log = LoggerFactory.getLogger(CollectGarbage.class);
  private static final long FIRST_MILLISECONDS = 300_000;
  private static final long EVERY_MILLISECONDS = 3_600_000;
  static final String COLLECTED = ".collected-";

  private final DeletedVersions deleted;
  private final ModelVersionRows versions;
  private final Orphans orphans;
  private final Optional<SweepBucket> sweepBucket;
  private final InstantSource clock;
  private final Path root;
  private final Duration grace;

  CollectGarbage(
      DeletedVersions deleted,
      ModelVersionRows versions,
      Orphans orphans,
      Optional<SweepBucket> sweepBucket,
      InstantSource clock,
      ArtefactStore artefacts,
      ModelFilesProperties properties) {
    this.deleted = deleted;
    this.versions = versions;
    this.orphans = orphans;
    this.sweepBucket = sweepBucket;
    this.clock = clock;
    this.root = artefacts.root();
    this.grace = properties.orphanGrace();
  }

  @Scheduled(initialDelay = FIRST_MILLISECONDS, fixedDelay = EVERY_MILLISECONDS)
  void collect() {
    try {
      int versions = deleted.giveUpExpired();
      int folders = collectOrphans();
      if (versions + folders > 0) {
        log.info("Gave up {} deleted versions, removed {} artefact folders", versions, folders);
      }
      if (sweepBucket.isPresent()) {
        sweepBucket.get().sweep(foldersIn(root));
      }
    } catch (DataAccessException | TransactionException e) {
      log.debug("The registry is out of reach; what is to be removed waits", e);
    } catch (BucketException e) {
      log.warn("The bucket of the artefacts was not swept: {}", e.getMessage());
    } catch (IOException e) {
      log.warn("Artefact folders that belong to no version could not be removed", e);
    }
  }

  private int collectOrphans() throws IOException {
    int collected = 0;
    for (Path model : foldersIn(root)) {
      String name = model.getFileName().toString();
      Set<String> wanted = versions.folders(name);
      for (Path folder : foldersIn(model)) {
        String artefact = folder.getFileName().toString();
        if (!wanted.contains(artefact)
            && isOld(folder)
            && orphans.take(name, artefact, () -> setAside(folder))) {
          FileSystemUtils.deleteRecursively(aside(folder));
          collected++;
        }
      }
    }
    return collected;
  }

  /** What is aside already stays there. */
  private static boolean setAside(Path folder) {
    try {
      if (!folder.equals(aside(folder))) {
        Files.move(folder, aside(folder), StandardCopyOption.ATOMIC_MOVE);
      }
      return true;
    } catch (IOException e) {
      log.warn("The artefact folder {} could not be moved aside", folder, e);
      return false;
    }
  }

  private static Path aside(Path folder) {
    String name = folder.getFileName().toString();
    return name.startsWith(COLLECTED) ? folder : folder.resolveSibling(COLLECTED + name);
  }

  /** Whether nothing was written to a folder for a while. */
  private boolean isOld(Path folder) throws IOException {
    Instant young = clock.instant().minus(grace);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(young)) {
          return false;
        }
      }
    }
    return true;
  }

  static List<Path> foldersIn(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.filter(Files::isDirectory).toList();
    }
  }
}
