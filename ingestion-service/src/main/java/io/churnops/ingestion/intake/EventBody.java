package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.UnreadableBodyException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** The bytes of a request, unpacked: never more of them than allowed, and not too slowly. */
final class EventBody {

  private static final int BUFFER = 64 * 1024;

  private final HttpServletRequest request;
  private final InstantSource clock;

  EventBody(HttpServletRequest request, InstantSource clock) {
    this.request = request;
    this.clock = clock;
  }

  /** The whole body. */
  byte[] bytes(int limit) throws IOException {
    if (request.getContentLengthLong() > limit) {
      throw new BodyTooLargeException(limit);
    }
    try (InputStream in = open()) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new BodyTooLargeException(limit);
      }
      return bytes;
    } catch (ZipException | EOFException broken) {
      throw new UnreadableBodyException("The body is not complete gzip.");
    }
  }

  /** The body as a stream, which may turn out to be broken while it is read. */
  InputStream open() throws IOException {
    requireUtf8();
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.isBlank() || "identity".equalsIgnoreCase(encoding)) {
      return packed();
    }
    if (!"gzip".equalsIgnoreCase(encoding)) {
      throw new UnsupportedEncodingException("Only gzip is known as a Content-Encoding.");
    }
    try {
      return new GZIPInputStream(packed(), BUFFER);
    } catch (ZipException | EOFException broken) {
      throw new UnreadableBodyException("The body is not gzip, as Content-Encoding says.");
    }
  }

  private InputStream packed() throws IOException {
    return new PacedInputStream(request.getInputStream(), clock);
  }

  private void requireUtf8() {
    Charset charset = charset(request.getContentType());
    if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
      throw new UnsupportedEncodingException("JSON events must be UTF-8.");
    }
  }

  private static @Nullable Charset charset(@Nullable String contentType) {
    return contentType == null ? null : MediaType.parseMediaType(contentType).getCharset();
  }
}
