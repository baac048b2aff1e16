package io.churnops.training.registry;

import io.churnops.forest.artefact.ArtefactArchive;
import io.churnops.kit.Ids;
import io.churnops.training.bucket.Bucket;
import io.churnops.training.bucket.ConditionalOnBucket;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Artefacts in a bucket. Each is one object, the zip of its folder, so it is there whole or not at
 * all. What comes out of the bucket is trusted no more than what lies in a folder.
 */
@Component
@ConditionalOnBucket
class ArtefactBucket {

  private static final String ZIP = "artefact.zip";

  private final Bucket bucket;
  private final Ids ids;
  private final InstantSource clock;

  ArtefactBucket(Bucket bucket, Ids ids, InstantSource clock) {
    this.bucket = bucket;
    this.ids = ids;
    this.clock = clock;
  }

  /** What the object of an artefact is called. */
  static String object(String model, String name) {
    return model + "/" + name + ".zip";
  }

  /**
   * Puts a folder into the bucket.
   *
   * @return false when there is an object of its name already, which stays as it is
   */
  boolean offer(String model, String name, Path folder) throws IOException {
    return withFile(
        folder,
        zip -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(zip))) {
            ArtefactArchive.pack(folder, out);
          }
          return bucket.put(object(model, name), zip);
        });
  }

  /** Removes a copy, at once as its readers see it: what they find is whole, or not there. */
  void forget(Path folder) throws IOException {
    Path aside = folder.resolveSibling(CollectGarbage.COLLECTED + ids.next());
    Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
    FileSystemUtils.deleteRecursively(aside);
  }

  /** Sees to it that there is a copy in a folder, and remembers that it was wanted now. */
  void fetch(String model, String name, Path folder) throws IOException {
    if (!Files.exists(folder)) {
      withFile(
          folder,
          zip -> {
            if (!bucket.get(object(model, name), zip, ArtefactArchive.MAX_BYTES)) {
              throw new UncheckedIOException(
                  new NoSuchFileException(bucket + object(model, name), null, "no such object"));
            }
            unpack(zip, folder);
            return true;
          });
    }
    Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
  }

  private static void unpack(Path zip, Path folder) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(zip))) {
      ArtefactArchive.unpack(in, folder);
    } catch (FileAlreadyExistsException e) {
      return; // Somebody else has fetched it meanwhile.
    }
  }

  /** What is left of the file by a process that was killed is an orphan like any other. */
  private boolean withFile(Path folder, Transfer transfer) throws IOException {
    Path work = folder.resolveSibling(".writing-" + ids.next());
    try {
      return transfer.by(Files.createDirectories(work).resolve(ZIP));
    } finally {
      FileSystemUtils.deleteRecursively(work);
    }
  }

  @FunctionalInterface
  private interface Transfer {
    boolean by(Path zip) throws IOException;
  }
}
