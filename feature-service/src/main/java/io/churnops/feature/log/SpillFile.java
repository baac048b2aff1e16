package io.churnops.feature.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What does not fit into memory, in a file that has no name any more once it is open: however this
 * process ends, the disk has the room again. Safe for several threads.
 */
final class SpillFile implements AutoCloseable {

  private final Path folder;
  private final FileChannel file;
  private long end;

  SpillFile(Path folder) throws IOException {
    this.folder = folder;
    this.file =
        FileChannel.open(
            folder.resolve("events"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /**
   * Writes bytes behind all others; answers where they are.
   *
   * @throws IOException saying where there was no room
   */
  long append(byte[] bytes, int length) throws IOException {
    long at = reserve(length);
    ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
    try {
      while (rest.hasRemaining()) {
        file.write(rest, at + rest.position());
      }
    } catch (IOException e) {
      throw new IOException(
          "events of %d MB could not be laid out in %s: %s"
              .formatted(at >> 20, folder, e.getMessage()),
          e);
    }
    return at;
  }

  private synchronized long reserve(int length) {
    long at = end;
    end += length;
    return at;
  }

  void read(long at, byte[] into, int offset, int length) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(into, offset, length);
    while (rest.hasRemaining()) {
      if (file.read(rest, at + rest.position() - offset) < 0) {
        throw new IOException("What was laid out in " + folder + " is cut off");
      }
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
