package io.churnops.feature.customers;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whose changes of identities are asked for.
 *
 * @param customerId any of the customer's ids
 * @param cursor the nextCursor of the page before
 * @param limit 50 if absent
 */
record ChangesRequest(
    @NotBlank
        @Size(max = CustomerRequest.LONGEST_ID)
        @Pattern(regexp = CustomerRequest.TEXT, message = CustomerRequest.NOT_TEXT)
        String customerId,
    @Nullable @Schema(description = "The nextCursor of the page before") Long cursor,
    @Nullable @Min(1) @Max(200) @Schema(defaultValue = "50") Integer limit) {}
