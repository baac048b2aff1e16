package io.churnops.ingestion.imports;

import io.churnops.kit.problem.ProblemException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/**
 * Sends uploads away that nobody takes, that their sender may not make, or for which there is no
 * room, before the server puts them on the disk.
 */
final class UploadFilter extends OncePerRequestFilter {

  private static final Set<String> PATHS = Set.of("/v1/imports", "/v1/imports:dryRun");
  private static final String SCOPE = "SCOPE_events:backfill";

  private final SpoolRoom room;
  private final long largest;
  private final HandlerExceptionResolver problems;

  /**
   * The filter.
   *
   * @param largest bytes that an upload may have, for one that does not say
   * @param problems answers what is thrown before a handler is reached
   */
  UploadFilter(SpoolRoom room, long largest, HandlerExceptionResolver problems) {
    this.room = room;
    this.largest = largest;
    this.problems = problems;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    SpoolRoom.Reserved reserved;
    try {
      requireThatItIsTaken(request);
      long bytes = request.getContentLengthLong();
      reserved = room.reserve(bytes < 0 ? largest : Math.min(bytes, largest));
    } catch (ProblemException | AccessDeniedException refused) {
      problems.resolveException(request, response, null, refused);
      return;
    }
    try (reserved) {
      if (hasArrived(request)) {
        chain.doFilter(request, response);
      }
    }
  }

  /**
   * Whether nothing kept the body from being read to its end. If something did, the container has
   * refused the request already. What else is wrong with a form is told to whoever asks for it.
   */
  private static boolean hasArrived(HttpServletRequest request) {
    try {
      request.getParts();
      return true;
    } catch (IOException | ServletException | IllegalStateException e) {
      return request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) == null;
    }
  }

  private static void requireThatItIsTaken(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (!PATHS.contains(path)) {
      throw ImportProblem.notTaken();
    }
    Authentication caller = SecurityContextHolder.getContext().getAuthentication();
    if (caller == null
        || caller.getAuthorities().stream().noneMatch(may -> SCOPE.equals(may.getAuthority()))) {
      throw new AccessDeniedException("An upload needs " + SCOPE);
    }
  }
}
