package io.churnops.serving.scoring;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A question for up to 500 customers: their ids, or a full request for each. */
record BatchRequest(
    @Size(min = 1, max = BatchRequest.LARGEST)
        @Nullable
            List<
                @NotBlank @Size(max = PredictionRequest.LONGEST_ID)
                @Pattern(regexp = PredictionRequest.TEXT, message = PredictionRequest.NO_NUL)
                String>
            customers,
    @Size(min = 1, max = BatchRequest.LARGEST)
        @Nullable List<@NotNull @Valid PredictionRequest> requests,
    @Schema(description = "What to add to the answers for `customers`")
        @Nullable Set<PredictionRequest.Include> include) {

  static final int LARGEST = 500;

  /** Reasons of a forest take a thousand times as long as its score. */
  static final int LARGEST_WITH_REASONS = 50;

  @AssertTrue(message = "or requests must be given, not both")
  @Schema(hidden = true)
  boolean isCustomersOrRequests() {
    return (customers == null) != (requests == null);
  }

  @AssertTrue(
      message = "must ask for the reasons of at most " + LARGEST_WITH_REASONS + " customers")
  @Schema(hidden = true)
  boolean isIncludeOfFew() {
    return toRequests().stream()
            .filter(request -> request != null && request.wants(PredictionRequest.Include.REASONS))
            .count()
        <= LARGEST_WITH_REASONS;
  }

  List<PredictionRequest> toRequests() {
    if (requests != null) {
      return requests;
    }
    return customers == null
        ? List.of()
        : customers.stream().map(customer -> PredictionRequest.of(customer, include)).toList();
  }
}
