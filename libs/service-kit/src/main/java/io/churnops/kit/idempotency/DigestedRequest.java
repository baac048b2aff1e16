package io.churnops.kit.idempotency;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request whose digest is taken while its handler reads it: content type, query and body. Of a
 * form in parts the parts count, not the boundary, which differs each time it is sent.
 */
final class DigestedRequest extends HttpServletRequestWrapper {

  private final MessageDigest digest = sha256();
  private @Nullable DigestedStream stream;
  private @Nullable Collection<Part> parts;

  DigestedRequest(HttpServletRequest request) {
    super(request);
    add(mediaType());
    add(request.getQueryString());
  }

  /** SHA-256 of the whole request in hex; reads what nobody has read of it. */
  String digest() throws IOException, ServletException {
    if (mediaType().startsWith("multipart/")) {
      getParts();
    } else {
      getInputStream().transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    DigestedStream opened = stream;
    if (opened == null) {
      opened = new DigestedStream(super.getInputStream(), digest);
      stream = opened;
    }
    return opened;
  }

  @Override
  public Collection<Part> getParts() throws IOException, ServletException {
    Collection<Part> read = parts;
    if (read == null) {
      read = super.getParts();
      for (Part part : read) {
        add(part.getName());
        add(part.getSubmittedFileName());
        add(part.getContentType());
        add(Long.toString(part.getSize()));
        try (InputStream content = part.getInputStream()) {
          content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
      }
      parts = read;
    }
    return read;
  }

  private String mediaType() {
    String type = getContentType();
    return type == null ? "" : type.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
  }

  private void add(@Nullable String text) {
    digest.update((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Takes in what it gives out. */
  private static final class DigestedStream extends ServletInputStream {

    private final ServletInputStream in;
    private final MessageDigest digest;

    DigestedStream(ServletInputStream in, MessageDigest digest) {
      this.in = in;
      this.digest = digest;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      if (b >= 0) {
        digest.update((byte) b);
      }
      return b;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = in.read(bytes, from, length);
      if (count > 0) {
        digest.update(bytes, from, count);
      }
      return count;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
