package io.churnops.kit.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/** Tells strangers that they are refused in the words of a protocol that is not ours. */
public interface ForeignRefusals {

  /** The body, as JSON, where the request is one of the protocol. */
  Optional<Object> refusal(HttpServletRequest request, HttpStatus status, String detail);
}
