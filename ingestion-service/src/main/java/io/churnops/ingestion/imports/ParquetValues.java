package io.churnops.ingestion.imports;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The values of one Parquet column as the texts that a mapping casts. */
@FunctionalInterface
interface ParquetValues {

  /** The text of a value that is there. */
  String text(Object value);

  /** Days of the Julian calendar before 1970, which the times of old writers count from. */
  long JULIAN_EPOCH_DAY = 2_440_588;

  /** Dates and times are ISO 8601, with an offset where the column is of instants. */
  static ParquetValues of(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return value -> julian(String.valueOf(value));
    }
    return switch (logical) {
      case DateLogicalTypeAnnotation _ ->
          value -> LocalDate.ofEpochDay(((Number) value).longValue()).toString();
      case TimestampLogicalTypeAnnotation time -> value -> time(time, ((Number) value).longValue());
      case DecimalLogicalTypeAnnotation decimal ->
          value ->
              value instanceof Number number
                  ? BigDecimal.valueOf(number.longValue(), decimal.getScale()).toPlainString()
                  : String.valueOf(value);
      case IntLogicalTypeAnnotation integer when !integer.isSigned() ->
          value ->
              value instanceof Long number
                  ? Long.toUnsignedString(number)
                  : Integer.toUnsignedString((Integer) value);
      case null, default -> ParquetValues::plain;
    };
  }

  private static String plain(Object value) {
    return switch (value) {
      case Float number when Float.isFinite(number) ->
          new BigDecimal(number.toString()).toPlainString();
      case Double number when Double.isFinite(number) ->
          new BigDecimal(number.toString()).toPlainString();
      default -> String.valueOf(value);
    };
  }

  private static String time(TimestampLogicalTypeAnnotation type, long count) {
    ChronoUnit unit =
        switch (type.getUnit()) {
          case MILLIS -> ChronoUnit.MILLIS;
          case MICROS -> ChronoUnit.MICROS;
          case NANOS -> ChronoUnit.NANOS;
        };
    Instant time = Instant.EPOCH.plus(count, unit);
    return type.isAdjustedToUTC()
        ? time.toString()
        : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
            LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  /** Nanoseconds of the day, then the day, as old Spark and Hive write instants. */
  private static String julian(String hex) {
    ByteBuffer bytes =
        ByteBuffer.wrap(HexFormat.of().parseHex(hex.replaceFirst("^0x", "")))
            .order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    return Instant.EPOCH
        .plus(bytes.getInt() - JULIAN_EPOCH_DAY, ChronoUnit.DAYS)
        .plusNanos(nanos)
        .toString();
  }
}
