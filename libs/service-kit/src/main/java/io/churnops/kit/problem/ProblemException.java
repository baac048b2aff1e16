package io.churnops.kit.problem;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * An answer that is an error, as an RFC 9457 problem with a stable {@code type}. Capabilities
 * extend it with their ids as fields.
 */
public class ProblemException extends ErrorResponseException {

  private static final String TYPES = "https://churnops.io/problems/";

  /**
   * A problem.
   *
   * @param slug the last part of the stable type, for example {@code unknown-customer}
   * @param detail what happened, to which thing, and what to do
   */
  public ProblemException(HttpStatus status, String slug, String title, String detail) {
    this(status, slug, title, detail, Map.of(), null);
  }

  /** A problem with further members and a cause that stays in the log. */
  public ProblemException(
      HttpStatus status,
      String slug,
      String title,
      String detail,
      Map<String, ?> members,
      @Nullable Throwable cause) {
    super(status, of(status, slug, title, detail, members), cause);
  }

  /** Adds a {@code Retry-After} in seconds. */
  public ProblemException retryAfter(int seconds) {
    getHeaders().set(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    return this;
  }

  /** Whether it is worth asking again later: what was asked for is away at the moment. */
  public boolean isPassing() {
    return getStatusCode().isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE);
  }

  /** The last part of the type, as work that ends by it writes it down. */
  public String code() {
    String type = String.valueOf(getBody().getType());
    return type.substring(type.lastIndexOf('/') + 1).replace('-', '_');
  }

  /** A problem's body without an exception. */
  public static ProblemDetail of(
      HttpStatus status, String slug, String title, String detail, Map<String, ?> members) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(typeOf(slug));
    problem.setTitle(title);
    members.forEach(problem::setProperty);
    return problem;
  }

  /** A problem that says no more than a status does. */
  static ProblemDetail ofStatus(HttpStatus status, String detail) {
    return of(status, slugOf(status), status.getReasonPhrase(), detail, Map.of());
  }

  static String slugOf(HttpStatus status) {
    return status.getReasonPhrase().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  static URI typeOf(String slug) {
    return URI.create(TYPES + slug);
  }
}
