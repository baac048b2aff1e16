package io.churnops.ingestion.changes;

import io.churnops.ingestion.mapping.ChangeKind;
import io.churnops.ingestion.mapping.ChangeMapping;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads Debezium's change events in JSON, with or without their schema. Pure: the same record is
 * the same change.
 */
final class EnvelopeReader {

  private static final int MAX_DEPTH = 100;
  private static final int DIGEST_CHARACTERS = 24;
  private static final String DECIMAL = "org.apache.kafka.connect.data.Decimal";
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What is wrong with a record; carries no stack trace, because bad records are ordinary. */
  private static final class UnreadableException extends RuntimeException {

    private final Change.Unreadable change;

    UnreadableException(String code, String detail) {
      super(code, null, false, false);
      this.change = new Change.Unreadable(code, detail);
    }
  }

  /** Reads a record by its value, null for a tombstone, and its key, null where it has none. */
  Change read(byte @Nullable [] key, byte @Nullable [] value) {
    if (value == null) {
      return new Change.Nothing();
    }
    try {
      return change(key, JSON.readTree(value));
    } catch (StreamConstraintsException tooDeep) {
      return new Change.Unreadable(
          "too_deep", "The record is nested too deep, or a name or number in it is too long.");
    } catch (JacksonException malformed) {
      return new Change.Unreadable("malformed_json", "The record is not JSON.");
    } catch (NumberFormatException beyondAllBounds) {
      return new Change.Unreadable(
          "number_out_of_range", "The record has a number whose exponent is beyond all bounds.");
    } catch (UnreadableException unreadable) {
      return unreadable.change;
    }
  }

  private static Change change(byte @Nullable [] key, JsonNode root) {
    boolean withSchema = root.has("schema") && root.has("payload");
    JsonNode envelope = withSchema ? root.get("payload") : root;
    if (withSchema && envelope.isNull()) {
      return new Change.Nothing();
    }
    JsonNode source = envelope.path("source");
    if (!envelope.path("op").isString() || !source.isObject()) {
      throw new UnreadableException(
          "not_an_envelope",
          "The record is no change event of Debezium: it lacks op or source. Flattened records are"
              + " not understood.");
    }
    String op = envelope.get("op").stringValue();
    Optional<ChangeKind> kind = kind(op);
    if (kind.isEmpty()) {
      return new Change.Nothing();
    }
    boolean deleted = kind.get() == ChangeKind.DELETE;
    ObjectNode row = image(envelope, deleted ? "before" : "after", root);
    ObjectNode old =
        envelope.path("before").isObject()
            ? image(envelope, "before", root)
            : JsonNodeFactory.instance.objectNode();
    String table = table(source);
    Instant at = changedAt(envelope, source);
    row.set(ChangeMapping.OLD, old);
    row.put(ChangeMapping.KIND, kind.get().word());
    row.put(ChangeMapping.CHANGED_AT, at.toString());
    if (kind.get() != ChangeKind.READ) {
      row.put(ChangeMapping.KNOWN, at.toString());
    }
    SourcePosition.of(source)
        .ifPresent(position ->
            row.put(ChangeMapping.POSITION, position + "-" + op + "-" + digest(table, key, row)));
    return new Change.OfRow(table, row);
  }

  private static Optional<ChangeKind> kind(String op) {
    return switch (op) {
      case "r" -> Optional.of(ChangeKind.READ);
      case "c" -> Optional.of(ChangeKind.CREATE);
      case "u" -> Optional.of(ChangeKind.UPDATE);
      case "d" -> Optional.of(ChangeKind.DELETE);
      case "t", "m" -> Optional.empty();
      default ->
          throw new UnreadableException("unknown_operation", "The operation of the change is new.");
    };
  }

  private static String table(JsonNode source) {
    JsonNode table = source.path("table");
    JsonNode schema = source.path("schema").isString() ? source.get("schema") : source.path("db");
    if (!table.isString() || !schema.isString()) {
      throw new UnreadableException("no_table", "The source of the change names no table.");
    }
    return schema.stringValue() + "." + table.stringValue();
  }

  private static Instant changedAt(JsonNode envelope, JsonNode source) {
    if (source.path("ts_us").canConvertToLong() && source.get("ts_us").longValue() > 0) {
      return Instant.EPOCH.plus(source.get("ts_us").longValue(), ChronoUnit.MICROS);
    }
    for (JsonNode millis : new JsonNode[] {source.path("ts_ms"), envelope.path("ts_ms")}) {
      if (millis.canConvertToLong() && millis.longValue() > 0) {
        return Instant.ofEpochMilli(millis.longValue());
      }
    }
    throw new UnreadableException("no_time", "The change does not say when it was made.");
  }

  /** The row in one of its two states, its decimals as numbers where the schema tells of them. */
  private static ObjectNode image(JsonNode envelope, String which, JsonNode root) {
    if (!(envelope.path(which) instanceof ObjectNode image)) {
      throw new UnreadableException(
          "no_row", "The change has no " + which + " with the row; see REPLICA IDENTITY FULL.");
    }
    ObjectNode row = image.deepCopy();
    for (JsonNode part : root.path("schema").path("fields")) {
      if (part.path("field").asString("").equals(which)) {
        part.path("fields").forEach(field -> readDecimal(row, field));
      }
    }
    return row;
  }

  private static void readDecimal(ObjectNode row, JsonNode field) {
    String name = field.path("field").asString("");
    if (DECIMAL.equals(field.path("name").asString("")) && row.path(name).isString()) {
      try {
        byte[] unscaled = Base64.getDecoder().decode(row.get(name).stringValue());
        int scale = Integer.parseInt(field.path("parameters").path("scale").asString(""));
        row.put(name, new BigDecimal(new BigInteger(unscaled), scale));
      } catch (IllegalArgumentException noDecimal) {
        throw new UnreadableException(
            "not_a_decimal", "A decimal of the row is not as its schema says.");
      }
    }
  }

  /** Tells the rows of one position apart: by the table and the key, or all of the row without. */
  private static String digest(String table, byte @Nullable [] key, ObjectNode row) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(table.getBytes(StandardCharsets.UTF_8));
      sha256.update((byte) 0);
      sha256.update(key == null ? row.toString().getBytes(StandardCharsets.UTF_8) : key);
      return HexFormat.of().formatHex(sha256.digest()).substring(0, DIGEST_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
