package io.churnops.forest.artefact;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * An artefact folder as a zip, for the way from the registry to whoever serves the model. The zip
 * itself is not trusted: what is unpacked still has to be loaded, which verifies it.
 */
public final class ArtefactArchive {

  /** Zip's earliest date, so that the same folder gives the same bytes. */
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  /** The most bytes that the zip of an artefact can have, with room for what zip adds. */
  public static final long MAX_BYTES =
      Arrays.stream(ArtefactPart.values()).mapToLong(ArtefactPart::maxBytes).sum() + (1L << 20);

  private static final int BUFFER = 1 << 16;

  private ArtefactArchive() {}

  /** Writes the zip of an artefact folder; the stream stays open. */
  public static void pack(Path folder, OutputStream out) throws IOException {
    var zip = new ZipOutputStream(out);
    for (ArtefactPart part : ArtefactPart.values()) {
      if (CompiledPart.ANY.contains(part)
          && !Files.exists(folder.resolve(part.fileName()), LinkOption.NOFOLLOW_LINKS)) {
        continue; // An artefact has one of them; whoever loads it sees which.
      }
      var entry = new ZipEntry(part.fileName());
      entry.setTimeLocal(NO_TIME);
      zip.putNextEntry(entry);
      try (InputStream file =
          Files.newInputStream(folder.resolve(part.fileName()), LinkOption.NOFOLLOW_LINKS)) {
        file.transferTo(zip);
      }
      zip.closeEntry();
    }
    zip.finish();
  }

  /**
   * Unpacks a zip into a new folder, which appears complete or not at all.
   *
   * @throws CorruptArtefactException if the zip is damaged, or holds anything but the files of an
   *     artefact, each once and within its size
   * @throws java.nio.file.FileAlreadyExistsException if the folder exists
   */
  public static void unpack(InputStream in, Path folder) throws IOException {
    try (DurableFolder out = DurableFolder.begin(folder)) {
      unpack(new ZipInputStream(in), out);
      out.commit();
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new CorruptArtefactException("the artefact's zip is damaged: " + e.getMessage(), e);
    }
  }

  private static void unpack(ZipInputStream zip, DurableFolder folder) throws IOException {
    Set<ArtefactPart> missing = EnumSet.allOf(ArtefactPart.class);
    Set<ArtefactPart> compiled = EnumSet.noneOf(ArtefactPart.class);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      ArtefactPart part =
          ArtefactPart.named(name)
              .orElseThrow(
                  () -> new CorruptArtefactException("the zip holds an unexpected entry: " + name));
      if (!missing.remove(part)) {
        throw new CorruptArtefactException("the zip holds " + name + " twice");
      }
      if (CompiledPart.ANY.contains(part)) {
        compiled.add(part);
      }
      folder.write(part, file -> copy(zip, new MeasuredOutput(file, part)));
    }
    if (compiled.size() == 1) {
      missing.removeAll(CompiledPart.ANY);
    }
    if (!missing.isEmpty()) {
      throw new CorruptArtefactException("the zip lacks " + missing);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
      to.write(buffer, 0, read);
    }
  }
}
