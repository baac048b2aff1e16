package io.churnops.ingestion.intake;

import io.churnops.ingestion.event.EventKey;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Digests keys of events by SipHash-2-4 with 128 bits (Aumasson and Bernstein, SipHash: a fast
 * short-input PRF, 2012). The secret is drawn at the start and never leaves this class, so that
 * nobody can choose two keys of one digest; by chance it happens once in 2^128 pairs.
 */
final class KeyDigester {

  private static final int CHARS_PER_WORD = 4;

  private final long secret0;
  private final long secret1;

  KeyDigester(RandomGenerator secret) {
    this(secret.nextLong(), secret.nextLong());
  }

  KeyDigester(long secret0, long secret1) {
    this.secret0 = secret0;
    this.secret1 = secret1;
  }

  /** The digest of one key. */
  KeyDigest digest(EventKey key) {
    return new Series().digest(key);
  }

  /** Digests keys one after another; a source that comes again is not gone over again. */
  final class Series {

    private @Nullable String source;
    private State afterSource = new State(secret0, secret1);

    /** The digest of both texts; their lengths keep them apart. */
    KeyDigest digest(EventKey key) {
      if (!key.source().equals(source)) {
        source = key.source();
        afterSource = new State(secret0, secret1);
        absorb(afterSource, key.source());
      }
      State state = new State(afterSource);
      absorb(state, key.id());
      return state.finish((long) key.source().length() << Integer.SIZE | key.id().length());
    }
  }

  /** Four characters to a word. */
  private static void absorb(State state, String text) {
    int whole = text.length() / CHARS_PER_WORD * CHARS_PER_WORD;
    for (int i = 0; i < whole; i += CHARS_PER_WORD) {
      state.word(
          text.charAt(i)
              | (long) text.charAt(i + 1) << 16
              | (long) text.charAt(i + 2) << 32
              | (long) text.charAt(i + 3) << 48);
    }
    long rest = 0;
    for (int i = whole; i < text.length(); i++) {
      rest = rest << 16 | text.charAt(i);
    }
    state.word(rest);
  }

  /** SipHash at work on one input. */
  static final class State {

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long secret0, long secret1) {
      v0 = secret0 ^ 0x736f6d6570736575L;
      v1 = secret1 ^ 0x646f72616e646f6dL ^ 0xee;
      v2 = secret0 ^ 0x6c7967656e657261L;
      v3 = secret1 ^ 0x7465646279746573L;
    }

    State(State other) {
      v0 = other.v0;
      v1 = other.v1;
      v2 = other.v2;
      v3 = other.v3;
    }

    void word(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    KeyDigest finish(long lastWord) {
      word(lastWord);
      v2 ^= 0xee;
      long high = squeeze();
      v1 ^= 0xdd;
      return new KeyDigest(high, squeeze());
    }

    private long squeeze() {
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
