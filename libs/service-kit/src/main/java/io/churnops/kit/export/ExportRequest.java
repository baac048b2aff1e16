package io.churnops.kit.export;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Set;

/**
 * Who is to be exported.
 *
 * @param customerIds all ids of one customer
 */
public record ExportRequest(
    @NotEmpty @Size(max = 100)
        Set<
                @NotBlank @Size(max = 1024)
                @Pattern(regexp = "[^\\x00]*", message = "must not hold the character NUL") String>
            customerIds) {}
