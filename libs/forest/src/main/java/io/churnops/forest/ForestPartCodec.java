package io.churnops.forest;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The binary format of a part of a forest: magic, version; the length of what it is of and where it
 * was grown, and that as JSON; the trees as a compiled forest; the SHA-256 of everything before.
 */
final class ForestPartCodec {

  private static final long MAGIC = 0x43_48_46_4f_50_41_52_54L; // "CHFOPART"
  private static final int VERSION = 3;
  private static final int LONGEST_HEAD = 1 << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private ForestPartCodec() {}

  private record Head(String table, ForestParameters parameters, int from, List<GrownOn> grownOn) {

    Head {
      grownOn = List.copyOf(grownOn);
    }
  }

  static byte[] encode(ForestPart part) {
    MessageDigest digest = BinnedTableCodec.digest();
    var bytes = new ByteArrayOutputStream();
    byte[] head =
        JSON.writeValueAsBytes(
            new Head(part.table(), part.parameters(), part.from(), part.grownOn()));
    try (var out = new DataOutputStream(new DigestOutputStream(bytes, digest))) {
      out.writeLong(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(head.length);
      out.write(head);
      out.write(part.trees().encode());
      bytes.write(digest.digest());
    } catch (IOException e) {
      throw new IllegalStateException("Memory can be written", e);
    }
    return bytes.toByteArray();
  }

  static ForestPart decode(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    try {
      require(in.getLong() == MAGIC, "it does not begin as one");
      int version = in.getInt();
      require(version == VERSION, "it is of version " + version + ", not " + VERSION);
      checkDigest(in);
      @Nullable Head head = JSON.readValue(head(in), Head.class);
      if (head == null) {
        throw corrupt("it says nothing of itself");
      }
      return new ForestPart(
          head.table(), head.parameters(), head.from(), head.grownOn(), ForestCodec.decode(in));
    } catch (BufferUnderflowException e) {
      throw corrupt("it is cut short");
    } catch (JacksonException e) {
      throw corrupt("what it says of itself cannot be read: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw corrupt(String.valueOf(e.getMessage()));
    }
  }

  /** Of all that is before the digest, where the buffer ends from then on. */
  private static void checkDigest(ByteBuffer in) {
    MessageDigest digest = BinnedTableCodec.digest();
    int end = in.limit() - digest.getDigestLength();
    require(end >= in.position() + Integer.BYTES, "it is cut short");
    digest.update(in.slice(0, end));
    require(
        in.slice(end, digest.getDigestLength()).equals(ByteBuffer.wrap(digest.digest())),
        "its digest differs");
    in.limit(end);
  }

  private static byte[] head(ByteBuffer in) {
    int length = in.getInt();
    require(length >= 0 && length <= LONGEST_HEAD, "it says too much of itself");
    require(length <= in.remaining(), "it is cut short");
    byte[] head = new byte[length];
    in.get(head);
    return head;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw corrupt(otherwise);
    }
  }

  private static CorruptForestException corrupt(String why) {
    return new CorruptForestException("not a usable part of a forest: " + why);
  }
}
