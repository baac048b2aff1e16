package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.EventReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a request with events may be answered; the same for all three forms. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(
    summary = "Takes events in",
    description =
        "202 means: every event said to be ACCEPTED is on Kafka, on all in-sync replicas. The body"
            + " may be gzip (Content-Encoding). Sending the same events again is safe; with an"
            + " Idempotency-Key, which a stream cannot have, it gets the answer it got first.",
    parameters =
        @Parameter(
            name = EventController.IDEMPOTENCY_KEY,
            in = ParameterIn.HEADER,
            description =
                "For one event or a batch: for a day, the same key with the same body gives the"
                    + " same answer.",
            schema = @Schema(type = "string", minLength = 1, maxLength = 200)),
    requestBody =
        @RequestBody(
            required = true,
            description =
                "One event; a batch of at most 2,500 events and 5 MiB; or a stream, one event a"
                    + " line, of at most 50,000 events and 64 MiB. Sizes are uncompressed.",
            content = {
              @Content(
                  mediaType = EventController.ONE,
                  schema = @Schema(implementation = EventDocument.class)),
              @Content(
                  mediaType = EventController.BATCH,
                  array =
                      @ArraySchema(
                          maxItems = EventReader.MAX_BATCH,
                          schema = @Schema(implementation = EventDocument.class))),
              @Content(
                  mediaType = EventController.STREAM,
                  schema = @Schema(implementation = EventDocument.class))
            }))
@ApiResponse(
    responseCode = "202",
    description = "At least one event was accepted, or had been before.",
    content =
        @Content(mediaType = "application/json", schema = @Schema(implementation = Receipt.class)))
@ApiResponse(responseCode = "400", description = "The body as a whole cannot be read.")
@ApiResponse(responseCode = "408", description = "The body did not arrive in time.")
@ApiResponse(
    responseCode = "409",
    description = "A request with this Idempotency-Key is being worked on; see Retry-After.")
@ApiResponse(responseCode = "413", description = "Too many events, or too many bytes.")
@ApiResponse(
    responseCode = "415",
    description = "Not a content type or encoding that is read here.")
@ApiResponse(
    responseCode = "422",
    description =
        "No event was accepted; the counts and items tell why. Without them:"
            + " the Idempotency-Key came before with another body, or with a stream.",
    content =
        @Content(
            mediaType = "application/problem+json",
            schema = @Schema(implementation = NothingAcceptedProblem.class)))
@ApiResponse(
    responseCode = "429",
    description = "As many requests are under way as fit; see Retry-After.")
@ApiResponse(
    responseCode = "503",
    description =
        "Kafka did not confirm in time, or the answers to keys cannot be asked; nothing is claimed;"
            + " see Retry-After.")
@interface EventAnswers {}
