package io.churnops.training.forests;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a forest beside the heap, in a file that has no name once it is open: nothing is
 * left of it, however the process ends.
 */
final class SpooledForest implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final FileChannel channel;
  private final MessageDigest digest;

  private SpooledForest(FileChannel channel, MessageDigest digest) {
    this.channel = channel;
    this.digest = digest;
  }

  static SpooledForest open() throws IOException {
    Path file = Files.createTempFile("forest-", "");
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    Files.deleteIfExists(file);
    try {
      return new SpooledForest(channel, MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds all that is sent.
   *
   * @throws ForestProblem as soon as it is more than allowed
   */
  void add(InputStream sent, long most) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = sent.read(buffer); read >= 0; read = sent.read(buffer)) {
      if (size() + read > most) {
        throw ForestProblem.tooLarge(most);
      }
      add(ByteBuffer.wrap(buffer, 0, read));
    }
  }

  void add(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Of all bytes; none can be added after. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** All bytes, mapped. */
  ByteBuffer bytes() throws IOException {
    return channel.map(FileChannel.MapMode.READ_ONLY, 0, size());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
