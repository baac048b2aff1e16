package io.churnops.kit.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The last resort: errors that no controller saw, such as a request the container refused. */
@Hidden
@RestController
final class ProblemErrorController implements ErrorController {

  /** What is said of a request that was refused before any handler was looked for. */
  static final String UNREADABLE =
      "The server cannot read the path or the headers of the request. A path takes no encoded /, %,"
          + " ; or \\: what has them in its id is asked for with POST and the id in the body.";

  /** What a container lets through in a path and a URI does not. */
  private static final Pattern NOT_OF_A_URI = Pattern.compile("[^\\w/:;@&=+$,.!~*'()%-]");

  /** What the container answers when it cannot read a body; others fail for reasons of ours. */
  private static final Set<HttpStatus> OF_BODY =
      EnumSet.of(HttpStatus.BAD_REQUEST, HttpStatus.REQUEST_TIMEOUT);

  @RequestMapping("/error")
  ResponseEntity<ProblemDetail> error(HttpServletRequest request) {
    HttpStatus status =
        request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code
                && HttpStatus.resolve(code) instanceof HttpStatus known
            ? known
            : HttpStatus.INTERNAL_SERVER_ERROR;
    ProblemDetail problem =
        OF_BODY.contains(status)
            ? BrokenBody.problem(request.getAttribute(RequestDispatcher.ERROR_EXCEPTION))
                .orElseGet(() -> ofStatus(status))
            : ofStatus(status);
    if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked) {
      problem.setInstance(URI.create(NOT_OF_A_URI.matcher(asked).replaceAll("")));
    }
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  private static ProblemDetail ofStatus(HttpStatus status) {
    return ProblemException.of(
        status,
        "request-failed",
        status.getReasonPhrase(),
        status == HttpStatus.BAD_REQUEST ? UNREADABLE : "The request failed.",
        Map.of());
  }
}
