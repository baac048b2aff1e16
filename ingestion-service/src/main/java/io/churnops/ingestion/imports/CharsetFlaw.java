package io.churnops.ingestion.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/**
 * Finds the line of the first bytes that are no text of a charset. A reader decodes far ahead of
 * the row that it gives, so that its failure does not tell.
 */
final class CharsetFlaw {

  private static final int BUFFER = 64 * 1024;

  private long line = 1;
  private boolean afterReturn;

  private CharsetFlaw() {}

  /**
   * The line, counted from 1; the last one if there are no such bytes.
   *
   * @param decoder reports what it cannot decode
   */
  static long line(InputStream in, CharsetDecoder decoder) throws IOException {
    CharsetFlaw flaw = new CharsetFlaw();
    flaw.read(in, decoder);
    return flaw.line;
  }

  private void read(InputStream in, CharsetDecoder decoder) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer text = CharBuffer.allocate(BUFFER);
    boolean end = false;
    CoderResult result = CoderResult.UNDERFLOW;
    while (!end && !result.isError()) {
      int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      end = count < 0;
      bytes.position(bytes.position() + Math.max(0, count)).flip();
      do {
        result = decoder.decode(bytes, text, end);
        text.flip();
        text.chars().forEach(this::pass);
        text.clear();
      } while (result.isOverflow());
      bytes.compact();
    }
  }

  /** A line ends with a line feed, a carriage return or both, as it does for the rows. */
  private void pass(int character) {
    if (character == '\r' || character == '\n' && !afterReturn) {
      line++;
    }
    afterReturn = character == '\r';
  }
}
