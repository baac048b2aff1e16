package io.churnops.feature.datasets;

import io.churnops.feature.log.EventTime;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Of whom, and when, a label is asked: customers at one moment, or each at a moment of its own.
 *
 * @param label name or fingerprint
 * @param at the moment of all {@code customers}
 * @param rows instead of {@code customers} and {@code at}
 * @param knownTime {@code as_known} if absent
 */
record LabelsRequest(
    @NotBlank
        @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
        @Schema(description = "Name or fingerprint of a label")
        String label,
    @Nullable @Schema(description = "The moment of all customers") Instant at,
    @Size(min = 1, max = LabelsRequest.MOST)
        @Nullable
            List<
                @NotBlank @Size(max = LabelsRequest.LONGEST_ID)
                @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT) String>
            customers,
    @Size(min = 1, max = LabelsRequest.MOST)
        @Schema(description = "Instead of customers and at: each customer with its moment")
        @Nullable List<@NotNull @Valid Row> rows,
    @Nullable KnownTimeMode knownTime) {

  static final int MOST = 500;
  static final int LONGEST_ID = 1024;
  private static final String NO_CALENDAR = "must lie in the years 1 to 9999";

  /** A customer and a moment. */
  @Schema(name = "LabelQuestion")
  record Row(
      @NotBlank
          @Size(max = LabelsRequest.LONGEST_ID)
          @Pattern(regexp = DatasetRequest.TEXT, message = DatasetRequest.NOT_TEXT)
          String customerId,
      @NotNull Instant at) {

    @AssertTrue(message = "must be at a moment in the years 1 to 9999")
    @Schema(hidden = true)
    boolean isAtInCalendar() {
      return isCalendar(at);
    }
  }

  @AssertTrue(message = "or rows must be given, not both")
  @Schema(hidden = true)
  boolean isCustomersOrRows() {
    return (customers == null) != (rows == null);
  }

  @AssertTrue(message = "must be given with customers, and in each of rows instead")
  @Schema(hidden = true)
  boolean isAtOfCustomers() {
    return (customers == null || at != null) && (rows == null || at == null);
  }

  @AssertTrue(message = NO_CALENDAR)
  @Schema(hidden = true)
  boolean isAtInCalendar() {
    return isCalendar(at);
  }

  private static boolean isCalendar(@Nullable Instant at) {
    return at == null
        || !at.isBefore(EventTime.EARLIEST) && !at.isAfter(EventTime.toInstant(EventTime.LAST));
  }

  /** What is asked, row by row. */
  List<Row> toRows() {
    if (rows != null) {
      return rows;
    }
    return customers == null || at == null
        ? List.of()
        : customers.stream().map(customer -> new Row(customer, at)).toList();
  }

  KnownTimeMode knownTimeOrUsual() {
    return knownTime == null ? KnownTimeMode.AS_KNOWN : knownTime;
  }
}
