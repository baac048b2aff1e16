package io.churnops.kit.problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.catalina.connector.ClientAbortException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Turns every exception of a request into a problem; nothing of the inside leaks out. */
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Object> onAccessDenied(AccessDeniedException denied) {
    return answer(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "Forbidden",
        "This key's scopes do not allow the request.");
  }

  @ExceptionHandler
  ResponseEntity<Object> onUnreadableForm(MultipartException unreadable) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "unreadable-body",
        "Unreadable body",
        "The body is not a complete multipart form with the boundary that its type names.");
  }

  @ExceptionHandler
  ResponseEntity<Object> onUnreadableParameter(InvalidParameterException unreadable) {
    return answer(
        HttpStatus.BAD_REQUEST,
        "unreadable-parameter",
        "Unreadable parameter",
        "The parameters of the query are too many or not UTF-8.");
  }

  /** A caller who went away, or stopped sending, is no error of this service. */
  @ExceptionHandler
  @Nullable ResponseEntity<Object> onBrokenConnection(
      ClientAbortException gone, HttpServletRequest request, HttpServletResponse response) {
    log.debug("Connection broke: {} {}", request.getMethod(), request.getRequestURI(), gone);
    if (response.isCommitted()) {
      return null;
    }
    ProblemDetail problem = BrokenBody.problem(gone).orElseGet(BrokenBody::brokenOff);
    return ResponseEntity.status(problem.getStatus())
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }

  @ExceptionHandler
  ResponseEntity<Object> onAnythingElse(Exception unexpected, HttpServletRequest request) {
    log.error("Request failed: {} {}", request.getMethod(), request.getRequestURI(), unexpected);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "internal-error",
        "Internal error",
        "The request failed for a reason inside the service; its log says why.");
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
      MethodArgumentNotValidException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    return invalidRequest(
        invalid, invalid.getFieldErrors().stream().map(BrokenRules::rule), headers, request);
  }

  /** What the framework throws instead when a handler has constraints on its parameters, too. */
  @Override
  protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
      HandlerMethodValidationException invalid,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    if (invalid.isForReturnValue()) {
      return super.handleHandlerMethodValidationException(invalid, headers, status, request);
    }
    return invalidRequest(
        invalid,
        invalid.getParameterValidationResults().stream().flatMap(ProblemAdvice::rulesOf),
        headers,
        request);
  }

  private static Stream<Map<String, String>> rulesOf(ParameterValidationResult parameter) {
    String name = String.valueOf(parameter.getMethodParameter().getParameterName());
    return parameter.getResolvableErrors().stream()
        .map(error ->
            error instanceof FieldError field
                ? BrokenRules.rule(field)
                : BrokenRules.named(name, error));
  }

  private @Nullable ResponseEntity<Object> invalidRequest(
      Exception invalid,
      Stream<Map<String, String>> rules,
      HttpHeaders headers,
      WebRequest request) {
    List<Map<String, String>> errors = BrokenRules.sorted(rules);
    return handleExceptionInternal(
        invalid,
        new InvalidRequest(errors).getBody(),
        headers,
        HttpStatus.UNPROCESSABLE_CONTENT,
        request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMediaTypeNotSupported(
      HttpMediaTypeNotSupportedException unsupported,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    tellWhatWould(unsupported.getBody(), "Send", unsupported.getSupportedMediaTypes());
    return super.handleHttpMediaTypeNotSupported(unsupported, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpRequestMethodNotSupported(
      HttpRequestMethodNotSupportedException unsupported,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    String[] methods = unsupported.getSupportedMethods();
    tellWhatWould(
        unsupported.getBody(), "This path takes", methods == null ? List.of() : List.of(methods));
    return super.handleHttpRequestMethodNotSupported(unsupported, headers, status, request);
  }

  /** Adds to a refusal what would not have been refused. */
  private static void tellWhatWould(ProblemDetail refusal, String verb, List<?> instead) {
    if (!instead.isEmpty()) {
      String names =
          instead.stream().map(String::valueOf).sorted().collect(Collectors.joining(" or "));
      refusal.setDetail(refusal.getDetail() + " " + verb + " " + names + ".");
    }
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
      NoResourceFoundException nothing,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    nothing.getBody().setDetail("There is nothing at this path; /v3/api-docs tells what there is.");
    return super.handleNoResourceFoundException(nothing, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException unreadable,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        ProblemException.of(
            HttpStatus.BAD_REQUEST,
            "unreadable-body",
            "Unreadable body",
            "The body could not be read: " + UnreadableBody.reason(unreadable),
            Map.of());
    return handleExceptionInternal(unreadable, problem, headers, status, request);
  }

  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException misfit,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem =
        ProblemException.ofStatus(
            HttpStatus.BAD_REQUEST,
            "%s must be %s."
                .formatted(
                    misfit.getPropertyName(),
                    Optional.<Class<?>>ofNullable(misfit.getRequiredType())
                        .flatMap(KindOfValue::of)
                        .orElse("another value")));
    return handleExceptionInternal(misfit, problem, headers, status, request);
  }

  @Override
  protected ResponseEntity<Object> createResponseEntity(
      @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    if (body instanceof ProblemDetail problem && problem.getType() == null) {
      HttpStatus known = HttpStatus.resolve(status.value());
      problem.setType(
          ProblemException.typeOf(known == null ? "error" : ProblemException.slugOf(known)));
    }
    // Told, so that nobody asks what the caller accepts: that may be what cannot be read.
    HttpHeaders typed = new HttpHeaders();
    typed.putAll(headers);
    if (body instanceof ProblemDetail) {
      typed.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    }
    return super.createResponseEntity(body, typed, status, request);
  }

  private static ResponseEntity<Object> answer(
      HttpStatus status, String slug, String title, String detail) {
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemException.of(status, slug, title, detail, Map.of()));
  }
}
