package io.churnops.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
  private static final int ROOM = 128 * 1024;
  private static final String SUCCESS = "HTTP/1.1 2";
  private static final String NO_CONTENT = "HTTP/1.1 204";
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
  private static final Pattern LAST = Pattern.compile("(?i)\r\nConnection: *close\r\n");
  private static final Pattern CHUNKED = Pattern.compile("(?i)\r\nTransfer-Encoding: *chunked\r\n");
  private static final String END_OF_CHUNKS = "\r\n0\r\n\r\n";
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final byte[] NO_BODY = {};

  private final String host;
  private final int port;
  private final String authorization;
  private @Nullable Socket socket;
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
    Socket connection = connection();
    OutputStream out = connection.getOutputStream();
    out.write(request);
    return answer(what, connection.getInputStream());
  }

  private Socket connection() throws IOException {
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

  /** The chunks as they came, with their lengths between them: nothing here takes them apart. */
  private String chunks(String what, InputStream in, int from, int read) throws IOException {
    int size = read;
    String text = new String(answer, from, size - from, StandardCharsets.ISO_8859_1);
    while (!text.endsWith(END_OF_CHUNKS)) {
      size += read(what, in, size);
      text = new String(answer, from, size - from, StandardCharsets.ISO_8859_1);
    }
    return text;
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
