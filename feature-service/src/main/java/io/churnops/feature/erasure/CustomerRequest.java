package io.churnops.feature.erasure;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Whom a request is about, told in its body: not every id can be part of a path, and paths are
 * written to logs.
 *
 * @param customerId any of the customer's ids
 */
record CustomerRequest(
    @NotBlank
        @Size(max = LONGEST_ID)
        @Pattern(regexp = "[^\\x00]*", message = "must not hold the character NUL")
        String customerId) {

  /** Characters that no id of an event exceeds. */
  static final int LONGEST_ID = 1024;
}
