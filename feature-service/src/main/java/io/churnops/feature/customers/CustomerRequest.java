package io.churnops.feature.customers;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Whom a request is about, told in its body: not every id can be part of a path, and paths are
 * written to logs.
 *
 * @param customerId any of the customer's ids
 */
public record CustomerRequest(
    @NotBlank
        @Size(max = LONGEST_ID)
        @Pattern(regexp = CustomerRequest.TEXT, message = CustomerRequest.NOT_TEXT)
        String customerId) {

  /** Characters that no id of an event exceeds. */
  public static final int LONGEST_ID = 1024;

  /** What Postgres takes; half of a surrogate pair would become a question mark. */
  static final String TEXT = "[^\\x00\\p{Cs}]*";

  static final String NOT_TEXT = "must be text, without the character NUL";
}
