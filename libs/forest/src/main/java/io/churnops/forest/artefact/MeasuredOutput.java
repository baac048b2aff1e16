package io.churnops.forest.artefact;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/** Passes bytes on to a file while it counts and digests them, and refuses more than may be. */
final class MeasuredOutput extends OutputStream {

  private final OutputStream file;
  private final ArtefactPart part;
  private final MessageDigest digest = Digests.sha256();
  private long size;

  MeasuredOutput(OutputStream file, ArtefactPart part) {
    this.file = file;
    this.part = part;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    size += length;
    if (size > part.maxBytes()) {
      throw new CorruptArtefactException(
          part.fileName() + " is larger than " + part.maxBytes() + " bytes");
    }
    file.write(bytes, offset, length);
    digest.update(bytes, offset, length);
  }

  ArtefactFile measured() {
    return new ArtefactFile(part.fileName(), size, Digests.hex(digest));
  }
}
