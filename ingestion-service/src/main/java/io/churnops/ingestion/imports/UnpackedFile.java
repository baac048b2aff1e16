package io.churnops.ingestion.imports;

import io.churnops.ingestion.mapping.ImportFailedException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of a file, plain or gzip, and no more of them than allowed. */
final class UnpackedFile {

  private static final int BUFFER = 64 * 1024;

  private final Path path;
  private final long maxInflated;
  private long size = 1;
  private long read;

  UnpackedFile(Path path, long maxInflated) {
    this.path = path;
    this.maxInflated = maxInflated;
  }

  /** Opens it at its beginning. */
  InputStream open() throws IOException {
    size = Math.max(1, Files.size(path));
    read = 0;
    InputStream file =
        new BufferedInputStream(
            new Counted(Files.newInputStream(path), count -> read += count), BUFFER);
    try {
      InputStream plain = isGzip(file) ? new GZIPInputStream(file, BUFFER) : file;
      return new Counted(plain, new Limit(maxInflated)::count);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  /** How much of the file has been read, from 0 to 1. */
  double done() {
    return Math.min(1, (double) read / size);
  }

  /** What a broken file is to its reader; rethrows trouble of the disk. */
  static ImportFailedException failure(IOException broken, long line) throws IOException {
    if (broken instanceof ZipException || broken instanceof EOFException) {
      return new ImportFailedException("The file is not complete gzip" + after(line) + ".");
    }
    throw broken;
  }

  /** Where a file broke, behind the last line that was read of it; 0 if none was. */
  static String after(long line) {
    return line == 0 ? "" : ", after line " + line;
  }

  private static boolean isGzip(InputStream file) throws IOException {
    file.mark(2);
    int magic = file.read() | file.read() << 8;
    file.reset();
    return magic == GZIPInputStream.GZIP_MAGIC;
  }

  /** Takes how many bytes have been read. */
  @FunctionalInterface
  private interface Counter {

    void count(int bytes);
  }

  /** Stops a file that unpacks to more than it may. */
  private static final class Limit {

    private final long limit;
    private long read;

    Limit(long limit) {
      this.limit = limit;
    }

    void count(int bytes) {
      read += bytes;
      if (read > limit) {
        throw new ImportFailedException(
            "The file unpacks to more than " + limit + " bytes; split it.");
      }
    }
  }

  private static final class Counted extends FilterInputStream {

    private final Counter counter;

    Counted(InputStream in, Counter counter) {
      super(in);
      this.counter = counter;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      counter.count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = super.read(bytes, from, length);
      counter.count(Math.max(0, count));
      return count;
    }
  }
}
