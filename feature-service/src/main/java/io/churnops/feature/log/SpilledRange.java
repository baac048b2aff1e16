package io.churnops.feature.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some customers, in no order, in a file that others share. Takes rows from several
 * threads; may be read when all are in it.
 */
final class SpilledRange {

  /** Kept in memory until so many are together. */
  private static final int CHUNK = 32 << 10;

  private final SpillFile file;
  private final List<Chunk> chunks = new ArrayList<>();
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 10);

  private record Chunk(long at, int length) {}

  SpilledRange(SpillFile file) {
    this.file = file;
  }

  /** Adds a row, from its position to its limit, and leaves it as it is. */
  synchronized void add(ByteBuffer row) throws IOException {
    int length = row.remaining();
    int together = buffer.position() + Integer.BYTES + length;
    if (buffer.position() > 0 && together > CHUNK) {
      spill();
      together = Integer.BYTES + length;
    }
    if (together > buffer.capacity()) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(together, 2 * buffer.capacity()));
      buffer = larger.put(buffer.flip());
    }
    buffer.putInt(length).put(row.array(), row.position(), length);
    if (buffer.position() > CHUNK) {
      spill();
    }
  }

  private void spill() throws IOException {
    chunks.add(new Chunk(file.append(buffer.array(), buffer.position()), buffer.position()));
    buffer = buffer.capacity() > CHUNK ? ByteBuffer.allocate(CHUNK) : buffer.clear();
  }

  /** To be called after the last row. */
  synchronized void finish() throws IOException {
    if (buffer.position() > 0) {
      spill();
    }
    buffer = ByteBuffer.allocate(0);
  }

  /**
   * The rows by customer and time.
   *
   * @param mostBytes so many are sorted at once, and the sorted runs merged where they are more
   * @param sorter whose room is taken until the rows have been read
   */
  SortedRows sorted(int mostBytes, RowSorter sorter) throws IOException {
    List<SpilledRange> runs = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < chunks.size(); i++) {
      if (bytes > 0 && bytes + chunks.get(i).length() > mostBytes) {
        runs.add(run(chunks.subList(from, i), sorter));
        from = i;
        bytes = 0;
      }
      bytes += chunks.get(i).length();
    }
    if (runs.isEmpty()) {
      return inMemory(chunks, sorter);
    }
    runs.add(run(chunks.subList(from, chunks.size()), sorter));
    return new MergedRuns(runs.stream().map(SpilledRange::asTheyAre).toList());
  }

  private SpilledRange run(List<Chunk> some, RowSorter sorter) throws IOException {
    SortedRows sorted = inMemory(some, sorter);
    SpilledRange run = new SpilledRange(file);
    for (ByteBuffer row = sorted.next(); row != null; row = sorted.next()) {
      run.add(row);
    }
    run.finish();
    return run;
  }

  private SortedRows inMemory(List<Chunk> some, RowSorter sorter) throws IOException {
    byte[] room = sorter.room(some.stream().mapToInt(Chunk::length).reduce(0, Math::addExact));
    int at = 0;
    for (Chunk chunk : some) {
      file.read(chunk.at(), room, at, chunk.length());
      at += chunk.length();
    }
    return sorter.sort(at);
  }

  /** The rows in the order in which they were added, one chunk in memory. */
  private SortedRows asTheyAre() {
    return new SortedRows() {

      private ByteBuffer chunk = ByteBuffer.allocate(0);
      private int nextRow;
      private int nextChunk;

      @Override
      public @Nullable ByteBuffer next() throws IOException {
        if (nextRow == chunk.capacity()) {
          if (nextChunk == chunks.size()) {
            return null;
          }
          Chunk next = chunks.get(nextChunk++);
          byte[] bytes = new byte[next.length()];
          file.read(next.at(), bytes, 0, bytes.length);
          chunk = ByteBuffer.wrap(bytes);
          nextRow = 0;
        }
        chunk.clear().position(nextRow);
        int length = chunk.getInt();
        nextRow = chunk.position() + length;
        return chunk.limit(nextRow);
      }
    };
  }
}
