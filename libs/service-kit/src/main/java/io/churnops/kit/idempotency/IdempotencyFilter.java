package io.churnops.kit.idempotency;

import io.churnops.kit.idempotency.KeyedRequests.Answer;
import io.churnops.kit.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Does the work of requests that bear an {@code Idempotency-Key} once. Answers that say what was
 * done (2xx) or that it cannot be (422) are remembered; after any other the key is free again.
 */
final class IdempotencyFilter extends OncePerRequestFilter {

  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";

  /** Characters a key may have. */
  static final int LONGEST = 200;

  private static final Logger log = LoggerFactory.getLogger(IdempotencyFilter.class);

  private final KeyedRequests requests;
  private final Predicate<HttpServletRequest> idempotent;
  private final HandlerExceptionResolver problems;

  /**
   * The filter.
   *
   * @param idempotent whether the handler of a request is {@link Idempotent}
   * @param problems answers what is thrown before a handler is reached
   */
  IdempotencyFilter(
      KeyedRequests requests,
      Predicate<HttpServletRequest> idempotent,
      HandlerExceptionResolver problems) {
    this.requests = requests;
    this.idempotent = idempotent;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String key = request.getHeader(HEADER);
    if (key == null || !idempotent.test(request)) {
      chain.doFilter(request, response);
      return;
    }
    Optional<UUID> claim;
    try {
      if (key.isEmpty() || key.length() > LONGEST) {
        throw KeyProblem.unusable(LONGEST);
      }
      byte[] id = id(request, key);
      claim = requests.claim(id);
      if (claim.isEmpty()) {
        replay(requests.answer(id).orElseThrow(KeyProblem::underWay), request, response);
        return;
      }
    } catch (ProblemException | DataAccessException | TransactionException refused) {
      problems.resolveException(request, response, null, refused);
      return;
    }
    work(claim.get(), new DigestedRequest(request), response, chain);
  }

  /** Caller, method, path and key, none of which is kept as it is. */
  private static byte[] id(HttpServletRequest request, String key) {
    MessageDigest digest = DigestedRequest.sha256();
    String caller = String.valueOf(request.getRemoteUser());
    for (String part : new String[] {caller, request.getMethod(), request.getRequestURI(), key}) {
      digest.update((part + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return digest.digest();
  }

  private static void replay(
      Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (!answer.requestSha256().equals(new DigestedRequest(request).digest())) {
      throw KeyProblem.reused();
    }
    response.setStatus(answer.status());
    response.setHeader(REPLAYED, "true");
    if (answer.contentType() != null) {
      response.setContentType(answer.contentType());
    }
    if (answer.location() != null) {
      response.setHeader(HttpHeaders.LOCATION, answer.location());
    }
    response.getOutputStream().write(answer.body());
  }

  private void work(
      UUID claim, DigestedRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
    try {
      chain.doFilter(request, answer);
      if (isWorthRemembering(answer.getStatus())) {
        remember(claim, request, answer);
      }
    } finally {
      release(claim);
    }
    answer.copyBodyToResponse();
  }

  private static boolean isWorthRemembering(int status) {
    return status / 100 == 2 || status == HttpStatus.UNPROCESSABLE_CONTENT.value();
  }

  /** The work is done: the answer is given also when it cannot be remembered. */
  private void remember(UUID claim, DigestedRequest request, ContentCachingResponseWrapper answer)
      throws IOException, ServletException {
    try {
      requests.remember(
          claim,
          new Answer(
              request.digest(),
              answer.getStatus(),
              answer.getContentType(),
              answer.getHeader(HttpHeaders.LOCATION),
              answer.getContentAsByteArray()));
    } catch (DataAccessException | TransactionException away) {
      log.warn("The answer to a key is not remembered: {}", away.toString());
    }
  }

  private void release(UUID claim) {
    try {
      requests.release(claim);
    } catch (DataAccessException | TransactionException away) {
      log.warn("A key stays claimed for {}: {}", KeyedRequests.LEASE, away.toString());
    }
  }
}
