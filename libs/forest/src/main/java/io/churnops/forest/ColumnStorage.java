package io.churnops.forest;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where columns of numbers are kept: on the heap, or, where they would take too much of it, in
 * files that are mapped into memory, so that the system keeps as much of them in memory as there is
 * room for. The files have no name once they are open: nothing is left of them when they are no
 * longer used, however the process ends.
 */
public final class ColumnStorage {

  private static final int ZEROS = 1 << 20;
  private static final ColumnStorage ON_HEAP = new ColumnStorage(null, Long.MAX_VALUE);

  private final @Nullable Path folder;
  private final long mostOnHeap;

  private ColumnStorage(@Nullable Path folder, long mostOnHeap) {
    this.folder = folder;
    this.mostOnHeap = mostOnHeap;
  }

  public static ColumnStorage onHeap() {
    return ON_HEAP;
  }

  /**
   * Files in a folder for all that is larger.
   *
   * @param mostOnHeap bytes of columns that are made together
   */
  public static ColumnStorage of(Path folder, long mostOnHeap) {
    return new ColumnStorage(folder, mostOnHeap);
  }

  /**
   * Columns of zeros.
   *
   * @throws NoRoomException if they belong into a file and the disk has no room for it
   */
  public FloatBuffer[] floats(int columns, int rows) {
    if (fitsOnHeap(columns, rows, Float.BYTES)) {
      return IntStream.range(0, columns)
          .mapToObj(_ -> FloatBuffer.allocate(rows))
          .toArray(FloatBuffer[]::new);
    }
    return Arrays.stream(mapped(columns, rows, Float.BYTES))
        .map(ByteBuffer::asFloatBuffer)
        .toArray(FloatBuffer[]::new);
  }

  /**
   * Columns of zeros.
   *
   * @throws NoRoomException if they belong into a file and the disk has no room for it
   */
  public DoubleBuffer[] doubles(int columns, int rows) {
    if (fitsOnHeap(columns, rows, Double.BYTES)) {
      return IntStream.range(0, columns)
          .mapToObj(_ -> DoubleBuffer.allocate(rows))
          .toArray(DoubleBuffer[]::new);
    }
    return Arrays.stream(mapped(columns, rows, Double.BYTES))
        .map(ByteBuffer::asDoubleBuffer)
        .toArray(DoubleBuffer[]::new);
  }

  private boolean fitsOnHeap(int columns, int rows, int bytesPerValue) {
    return folder == null || (long) columns * rows * bytesPerValue <= mostOnHeap;
  }

  private ByteBuffer[] mapped(int columns, int rows, int bytesPerValue) {
    long column = (long) rows * bytesPerValue;
    MemorySegment file = map(columns * column);
    return IntStream.range(0, columns)
        .mapToObj(i -> file.asSlice(i * column, column).asByteBuffer())
        .map(buffer -> buffer.order(ByteOrder.nativeOrder()))
        .toArray(ByteBuffer[]::new);
  }

  private MemorySegment map(long bytes) {
    Path home = folder == null ? Path.of("") : folder;
    Path file = home.resolve("columns-" + UUID.randomUUID());
    try {
      Files.createDirectories(home);
      if (Files.getFileStore(home).getUsableSpace() < bytes) {
        throw new NoRoomException(home, bytes, null);
      }
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        reserve(channel, bytes);
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, Arena.ofAuto());
      }
    } catch (IOException e) {
      throw new NoRoomException(home, bytes, e);
    }
  }

  /** Writes the file before it is mapped: a disk that fills up later would end the process. */
  private static void reserve(FileChannel channel, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(ZEROS);
    for (long left = bytes; left > 0; ) {
      zeros.clear().limit((int) Math.min(ZEROS, left));
      left -= channel.write(zeros);
    }
  }

  /** A file for columns cannot be made. */
  public static final class NoRoomException extends RuntimeException {

    private NoRoomException(Path folder, long bytes, @Nullable IOException cause) {
      super(
          "%s has no room for %,d bytes of columns%s"
              .formatted(folder, bytes, cause == null ? "" : ": " + cause.getMessage()),
          cause);
    }
  }
}
