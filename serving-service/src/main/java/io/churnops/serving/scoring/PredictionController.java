package io.churnops.serving.scoring;

import io.churnops.serving.scoring.PredictionAnswer.NotScored;
import io.churnops.serving.scoring.PredictionAnswer.Reason;
import io.churnops.serving.scoring.PredictionAnswer.Scored;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Predictions over REST. */
@RestController
@Tag(name = "Predictions", description = "How likely customers are to stop buying")
@ApiResponse(responseCode = "200", description = "Scored")
@ApiResponse(
    responseCode = "422",
    description = "A request or given features that cannot be scored, or too-many-reasons")
@ApiResponse(
    responseCode = "503",
    description = "no-model, features-unavailable or reasons-busy; see Retry-After")
class PredictionController {

  private final ScoreCustomers score;

  PredictionController(ScoreCustomers score) {
    this.score = score;
  }

  @PostMapping("/v1/predictions")
  @PreAuthorize("hasAuthority('SCOPE_scores:read')")
  @Operation(
      summary = "Score one customer",
      description = "With the champion, from the customer's features of this moment.")
  @ApiResponse(responseCode = "404", description = "unknown-customer")
  Scored predict(@Valid @RequestBody PredictionRequest request) {
    return switch (score.score(List.of(request)).getFirst()) {
      case Scored scored -> scored;
      case NotScored(String customer, Reason reason) ->
          throw switch (reason) {
            case UNKNOWN_CUSTOMER -> new UnknownCustomerException(customer);
            case FEATURES_UNAVAILABLE -> new FeaturesUnavailableException();
          };
    };
  }

  @PostMapping("/v1/predictions:batch")
  @PreAuthorize("hasAuthority('SCOPE_scores:read')")
  @Operation(
      summary = "Score up to 500 customers",
      description =
          "One answer per customer, in order, all by the same model. A customer without a score has"
              + " the status that says why; 503 only when not one could be scored for want of"
              + " features.")
  BatchAnswer predictBatch(@Valid @RequestBody BatchRequest batch) {
    List<PredictionAnswer> answers = score.score(batch.toRequests());
    if (answers.stream().allMatch(PredictionController::isUnavailable)) {
      throw new FeaturesUnavailableException();
    }
    return new BatchAnswer(answers);
  }

  private static boolean isUnavailable(PredictionAnswer answer) {
    return answer instanceof NotScored(_, Reason reason) && reason == Reason.FEATURES_UNAVAILABLE;
  }
}
