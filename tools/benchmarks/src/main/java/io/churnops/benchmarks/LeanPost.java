package io.churnops.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Posts bodies over one kept connection, in the caller's thread, at as little cost to the machine
 * as one can beside the service that is measured. Of HTTP it knows what that service's answers
 * need.
 */
final class LeanPost implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int ROOM = 128 * 1024;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)\r\n");
  private static final String END_OF_HEAD = "\r\n\r\n";

  private final URI uri;
  private final String head;
  private final Socket socket = new Socket();
  private final OutputStream out;
  private final InputStream in;
  private byte[] answer = new byte[ROOM];

  LeanPost(URI uri, String authorization, String contentType) throws IOException {
    this.uri = uri;
    this.head =
        """
        POST %s HTTP/1.1
        Host: %s
        Authorization: %s
        Content-Type: %s
        Content-Length:\
        """
            .formatted(uri.getPath(), uri.getAuthority(), authorization, contentType)
            .replace("\n", "\r\n");
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
    out = socket.getOutputStream();
    in = socket.getInputStream();
  }

  /** Sends a body; returns the answer, which is read to its end. Fails when it is no success. */
  String send(byte[] body) throws IOException {
    byte[] begin = (head + " " + body.length + END_OF_HEAD).getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(begin, begin.length + body.length);
    System.arraycopy(body, 0, request, begin.length, body.length);
    out.write(request);
    return answer();
  }

  private String answer() throws IOException {
    int size = 0;
    String text = "";
    while (!text.contains(END_OF_HEAD)) {
      size += read(size);
      text = new String(answer, 0, size, StandardCharsets.ISO_8859_1);
    }
    int from = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
    int to = from + length(text.substring(0, from));
    while (size < to) {
      size += read(size);
    }
    return new String(answer, from, to - from, StandardCharsets.UTF_8);
  }

  private int length(String said) throws IOException {
    Matcher status = STATUS.matcher(said);
    Matcher length = LENGTH.matcher(said);
    if (!status.lookingAt() || !status.group(1).startsWith("2") || !length.find()) {
      throw new IOException("POST %s answered %s".formatted(uri, said));
    }
    return Integer.parseInt(length.group(1));
  }

  private int read(int size) throws IOException {
    if (size == answer.length) {
      answer = Arrays.copyOf(answer, 2 * size);
    }
    int count = in.read(answer, size, answer.length - size);
    if (count < 0) {
      throw new EOFException("POST %s was not answered to the end".formatted(uri));
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
