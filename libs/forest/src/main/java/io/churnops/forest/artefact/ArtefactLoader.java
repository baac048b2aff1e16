package io.churnops.forest.artefact;

import io.churnops.forest.FeatureRow;
import io.churnops.forest.InvalidInputException;
import io.churnops.forest.baseline.BaselineProfile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads artefacts that carry a valid signature. The signature of the manifest is verified before
 * the manifest is parsed, the size and digest of a file before the file is, and the model must
 * reproduce its reference scores to the bit before anyone gets it. The Tribuo file is verified,
 * never parsed. A refusal names files without their folders, since whoever asked may read it.
 */
public final class ArtefactLoader {

  private static final int BUFFER = 1 << 16;

  private final PublicKey key;

  public ArtefactLoader(PublicKey key) {
    this.key = key;
  }

  /**
   * Loads the artefact in a folder.
   *
   * @throws UntrustedArtefactException if it is unsigned, or signed with another key, or its
   *     manifest was altered
   * @throws CorruptArtefactException if a file is missing, unexpected, too large or altered, or the
   *     model does not reproduce its reference scores
   */
  public ModelArtefact load(Path folder) throws IOException {
    checkIsFolder(folder);
    byte[] manifestJson = unlisted(folder, ArtefactPart.MANIFEST);
    verifySignature(folder, manifestJson);
    ModelManifest manifest =
        ArtefactJson.read(manifestJson, ModelManifest.class, ArtefactPart.MANIFEST);
    checkNames(folder, manifest);
    verifyTribuoModel(folder, manifest);
    ArtefactPart part = CompiledPart.of(manifest.model().parameters());
    byte[] compiled = verified(folder, manifest, part);
    byte[] view = verified(folder, manifest, ArtefactPart.VIEW);
    byte[] baseline = verified(folder, manifest, ArtefactPart.BASELINE);
    byte[] reference = verified(folder, manifest, ArtefactPart.REFERENCE);
    var artefact =
        new ModelArtefact(
            manifest,
            Digests.hex(manifestJson),
            CompiledPart.decode(compiled, part, manifest.model()),
            text(view),
            baseline(baseline));
    checkReferenceScores(artefact, reference);
    return artefact;
  }

  private static void checkIsFolder(Path folder) {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new CorruptArtefactException(folder.getFileName() + " is not a folder");
    }
  }

  private static void checkNames(Path folder, ModelManifest manifest) throws IOException {
    var names = new HashSet<>(manifest.files().stream().map(ArtefactFile::name).toList());
    names.add(ArtefactPart.MANIFEST.fileName());
    names.add(ArtefactPart.SIGNATURE.fileName());
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.limit(names.size() + 1L).toList();
    }
    for (Path file : files) {
      if (!names.contains(file.getFileName().toString())) {
        throw new CorruptArtefactException(
            "the artefact holds an unexpected file: " + file.getFileName());
      }
    }
  }

  private void verifySignature(Path folder, byte[] manifestJson) throws IOException {
    if (!Files.exists(folder.resolve(ArtefactPart.SIGNATURE.fileName()))) {
      throw new UntrustedArtefactException(
          "the artefact is not signed: it has no " + ArtefactPart.SIGNATURE.fileName());
    }
    byte[] signature = unlisted(folder, ArtefactPart.SIGNATURE);
    if (!SigningKeys.verifies(manifestJson, signature, key)) {
      throw new UntrustedArtefactException(
          ArtefactPart.SIGNATURE.fileName() + " is not of the trusted key over this manifest");
    }
  }

  private static byte[] unlisted(Path folder, ArtefactPart part) throws IOException {
    return read(regularFile(folder, part), part.maxBytes());
  }

  private static byte[] verified(Path folder, ModelManifest manifest, ArtefactPart part)
      throws IOException {
    ArtefactFile listed = manifest.file(part);
    byte[] content = read(regularFile(folder, part), listed.size());
    check(listed, content.length, Digests.hex(content));
    return content;
  }

  private static void verifyTribuoModel(Path folder, ModelManifest manifest) throws IOException {
    ArtefactFile listed = manifest.file(ArtefactPart.TRIBUO_MODEL);
    Path file = regularFile(folder, ArtefactPart.TRIBUO_MODEL);
    refuseLargerThan(listed.size(), file);
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        size += read;
      }
    }
    check(listed, size, Digests.hex(digest));
  }

  private static void check(ArtefactFile listed, long size, String sha256) {
    if (listed.size() != size || !listed.sha256().equals(sha256)) {
      throw new CorruptArtefactException(
          listed.name()
              + " is not the file the manifest lists: "
              + listed.size()
              + " bytes with SHA-256 "
              + listed.sha256()
              + " expected, "
              + size
              + " with "
              + sha256
              + " found");
    }
  }

  private static byte[] read(Path file, long maxBytes) throws IOException {
    refuseLargerThan(maxBytes, file);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes((int) maxBytes + 1);
    }
  }

  private static void refuseLargerThan(long maxBytes, Path file) throws IOException {
    if (Files.size(file) > maxBytes) {
      throw new CorruptArtefactException(
          file.getFileName() + " is larger than " + maxBytes + " bytes");
    }
  }

  private static Path regularFile(Path folder, ArtefactPart part) {
    Path file = folder.resolve(part.fileName());
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new CorruptArtefactException(part.fileName() + " is missing, or not a regular file");
    }
    return file;
  }

  private static String text(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new CorruptArtefactException(ArtefactPart.VIEW.fileName() + " is not UTF-8", e);
    }
  }

  private static BaselineProfile baseline(byte[] json) {
    try {
      return BaselineProfile.fromJson(json);
    } catch (IllegalArgumentException e) {
      throw new CorruptArtefactException(
          ArtefactPart.BASELINE.fileName() + ": " + e.getMessage(), e);
    }
  }

  private static void checkReferenceScores(ModelArtefact artefact, byte[] json) {
    var reference = ArtefactJson.read(json, ReferenceVectors.class, ArtefactPart.REFERENCE);
    for (ReferenceVector vector : reference.vectors()) {
      double score = score(artefact, vector);
      if (Double.compare(score, vector.score()) != 0) {
        throw new CorruptArtefactException(
            "the model scores a reference vector " + score + " instead of " + vector.score());
      }
    }
  }

  private static double score(ModelArtefact artefact, ReferenceVector vector) {
    try {
      return artefact.score(FeatureRow.of(vector.values()));
    } catch (InvalidInputException e) {
      throw new CorruptArtefactException("a reference vector does not fit the model", e);
    }
  }
}
