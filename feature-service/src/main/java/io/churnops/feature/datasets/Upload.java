package io.churnops.feature.datasets;

import io.churnops.kit.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.springframework.http.HttpStatus;
import org.springframework.util.unit.DataSize;

/** CSV that somebody sends, gzipped or not, up to a size. */
final class Upload {

  private static final int BUFFER = 1 << 16;

  private Upload() {}

  /** The bytes as sent, refused when they become too many. */
  static InputStream limited(InputStream sent, DataSize most) {
    return new Limited(sent, most);
  }

  /** Unpacks what begins as gzip does. */
  static InputStream unpacked(InputStream sent, DataSize most) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(sent, BUFFER);
    buffered.mark(2);
    boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
    buffered.reset();
    return new Limited(gzip ? new GZIPInputStream(buffered, BUFFER) : buffered, most);
  }

  /** Reads UTF-8, refusing what is not. */
  static Reader reader(InputStream bytes) {
    return new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
  }

  /** What is wrong with bytes that cannot be read; what else failed is thrown again. */
  static ProblemException unreadable(IOException e) throws IOException {
    String what =
        switch (e) {
          case CharacterCodingException _ -> "It is not UTF-8.";
          case ZipException _ -> "It begins as gzip does, but cannot be unpacked.";
          case java.io.EOFException _ -> "It ends in the middle of its gzip data.";
          default -> throw e;
        };
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_CONTENT, "unreadable-csv", "Unreadable CSV", what);
  }

  private static final class Limited extends FilterInputStream {

    private final long most;
    private long read;

    Limited(InputStream in, DataSize most) {
      super(in);
      this.most = most.toBytes();
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      count(Math.max(0, count));
      return count;
    }

    private void count(int more) {
      read += more;
      if (read > most) {
        throw new ProblemException(
            HttpStatus.CONTENT_TOO_LARGE,
            "upload-too-large",
            "Upload too large",
            "It has more than " + most + " bytes. Send it in parts, or raise churnops.datasets.");
      }
    }
  }
}
