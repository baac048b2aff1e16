package io.churnops.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks over one kept connection, in the caller's thread, at as little cost to the machine as one
 * can beside the service that is measured. Of HTTP it knows what that service's answers need.
 */
final class LeanHttp implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  /** Shorter than any server here waits for the next request. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(10);

  private static final int ROOM = 128 * 1024;
  private static final String SUCCESS = "HTTP/1.1 2";
  private static final String NO_CONTENT = "HTTP/1.1 204";
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
  private static final Pattern LAST = Pattern.compile("(?i)\r\nConnection: *close\r\n");
  private static final Pattern CHUNKED = Pattern.compile("(?i)\r\nTransfer-Encoding: *chunked\r\n");
  private static final String LINE_END = "\r\n";
  private static final int HEXADECIMAL = 16;
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final byte[] NO_BODY = {};

  private final String host;
  private final int port;
  private final String authorization;
  private @Nullable Socket socket;
  private long used;
  private byte[] answer = new byte[ROOM];

  LeanHttp(String host, int port, String authorization) {
    this.host = host;
    this.port = port;
    this.authorization = authorization;
  }

  /** The answer, which is read to its end. Fails when it is no success. */
  String get(String path) throws IOException {
    return send("GET " + path, "", NO_BODY);
  }

  /** Sends a body; returns the answer, which is read to its end. Fails when it is no success. */
  String post(String path, String contentType, byte[] body) throws IOException {
    return send(
        "POST " + path,
        "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(contentType, body.length),
        body);
  }

  private String send(String what, String headers, byte[] body) throws IOException {
    byte[] head =
        "%s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: %s\r\n%s\r\n"
            .formatted(what, host, port, authorization, headers)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    try {
      Socket connection = connection();
      connection.getOutputStream().write(request);
      return answer(what, connection.getInputStream());
    } catch (IOException e) {
      close(); // What still comes would be taken for the next answer.
      throw e;
    }
  }

  private Socket connection() throws IOException {
    if (System.nanoTime() - used > LONGEST_IDLE.toNanos()) {
      close();
    }
    used = System.nanoTime();
    if (socket == null) {
      socket = new Socket();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
    }
    return socket;
  }

  private String answer(String what, InputStream in) throws IOException {
    int size = 0;
    String text = "";
    while (!text.contains(END_OF_HEAD)) {
      size += read(what, in, size);
      text = new String(answer, 0, size, StandardCharsets.ISO_8859_1);
    }
    int from = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
    String head = text.substring(0, from);
    if (!head.startsWith(SUCCESS)) {
      throw new IOException("%s answered %s".formatted(what, head));
    }
    String body;
    if (CHUNKED.matcher(head).find()) {
      body = chunks(what, in, from, size);
    } else {
      int to = from + length(what, head);
      while (size < to) {
        size += read(what, in, size);
      }
      body = new String(answer, from, to - from, StandardCharsets.UTF_8);
    }
    if (LAST.matcher(head).find()) {
      close();
    }
    return body;
  }

  private String chunks(String what, InputStream in, int from, int read) throws IOException {
    StringBuilder body = new StringBuilder();
    int at = from;
    int size = read;
    while (true) {
      int line = indexOfLine(at, size);
      while (line < 0) {
        size += read(what, in, size);
        line = indexOfLine(at, size);
      }
      int length = Integer.parseInt(text(at, line), HEXADECIMAL);
      int chunk = line + LINE_END.length();
      int next = chunk + length + LINE_END.length();
      while (size < next) {
        size += read(what, in, size);
      }
      if (length == 0) {
        return body.toString();
      }
      body.append(text(chunk, chunk + length));
      at = next;
    }
  }

  /** Where the line that begins there ends, or -1 while its end has not come. */
  private int indexOfLine(int from, int size) {
    int end = text(from, size).indexOf(LINE_END);
    return end < 0 ? end : from + end;
  }

  /** Each byte as a character, so that places in both are the same. */
  private String text(int from, int to) {
    return new String(answer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static int length(String what, String head) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (length.find()) {
      return Integer.parseInt(length.group(1));
    }
    if (head.startsWith(NO_CONTENT)) {
      return 0;
    }
    throw new IOException("%s answered without a length: %s".formatted(what, head));
  }

  private int read(String what, InputStream in, int size) throws IOException {
    if (size == answer.length) {
      answer = Arrays.copyOf(answer, 2 * size);
    }
    int count = in.read(answer, size, answer.length - size);
    if (count < 0) {
      throw new EOFException(what + " was not answered to the end");
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
