package io.churnops.training.registry;

import io.churnops.training.bucket.Bucket;
import io.churnops.training.bucket.BucketException;
import io.churnops.training.bucket.ConditionalOnBucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Keeps bucket and folders in step with the registry: what only a folder holds goes into the
 * bucket, copies that nobody has wanted for a day go, and so do objects of ours that belong to no
 * version.
 */
@Component
@ConditionalOnBucket
class SweepBucket {

  private static final Logger log = LoggerFactory.getLogger(SweepBucket.class);
  private static final Duration UNWANTED = Duration.ofDays(1);
  private static final Pattern OBJECT = Pattern.compile("([^/]+)/([^/]+)\\.zip");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Bucket bucket;
  private final ArtefactBucket artefacts;
  private final ModelVersionRows versions;
  private final Orphans orphans;
  private final BucketOwner owner;
  private final InstantSource clock;
  private final Duration grace;

  SweepBucket(
      Bucket bucket,
      ArtefactBucket artefacts,
      ModelVersionRows versions,
      Orphans orphans,
      BucketOwner owner,
      InstantSource clock,
      ModelFilesProperties properties) {
    this.bucket = bucket;
    this.artefacts = artefacts;
    this.versions = versions;
    this.orphans = orphans;
    this.owner = owner;
    this.clock = clock;
    this.grace = properties.orphanGrace();
  }

  /** Looks through the folders of all models and the whole bucket. */
  void sweep(List<Path> models) throws IOException {
    List<Bucket.Entry> objects = bucket.list();
    Set<String> names = objects.stream().map(Bucket.Entry::name).collect(Collectors.toSet());
    for (Path model : models) {
      sweep(model, names);
    }
    if (owner.isOurs(objects)) {
      removeOrphans(objects);
    }
  }

  private void removeOrphans(List<Bucket.Entry> objects) {
    Instant young = clock.instant().minus(grace);
    long removed =
        objects.stream()
            .filter(object -> object.written().isBefore(young))
            .filter(object -> remove(object.name()))
            .count();
    if (removed > 0) {
      log.info("Removed {} artefacts that belong to no version from {}", removed, bucket);
    }
  }

  private void sweep(Path model, Set<String> objects) throws IOException {
    String modelName = model.getFileName().toString();
    Set<String> wanted = versions.folders(modelName);
    for (Path folder : CollectGarbage.foldersIn(model)) {
      String name = folder.getFileName().toString();
      if (!wanted.contains(name)) {
        continue; // An orphan, or not registered yet.
      }
      String full = withDigest(name, wanted);
      if (!objects.contains(ArtefactBucket.object(modelName, full))) {
        if (artefacts.offer(modelName, full, folder)) {
          log.info("Moved the artefact {} of {} into {}", full, modelName, bucket);
        }
      } else if (isUnwanted(folder)) {
        artefacts.forget(folder);
      }
    }
  }

  /** Folders from before they were named by their digest have the number alone. */
  private static String withDigest(String name, Set<String> wanted) {
    return !NUMBER.matcher(name).matches()
        ? name
        : wanted.stream().filter(other -> other.startsWith(name + "-")).findFirst().orElse(name);
  }

  private boolean isUnwanted(Path folder) throws IOException {
    return Files.getLastModifiedTime(folder).toInstant().isBefore(clock.instant().minus(UNWANTED));
  }

  /**
   * What has another form than an artefact's name is not ours. Nobody who publishes waits for the
   * bucket's answer.
   */
  private boolean remove(String object) {
    Matcher parts = OBJECT.matcher(object);
    return parts.matches()
        && ArtefactStore.versionOf(parts.group(2)).isPresent()
        && orphans.contains(parts.group(1), parts.group(2))
        && removed(object);
  }

  private boolean removed(String object) {
    try {
      bucket.remove(object);
      return true;
    } catch (BucketException e) {
      log.warn("An artefact that belongs to no version stays: {}", e.getMessage());
      return false;
    }
  }
}
