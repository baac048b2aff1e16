package io.churnops.ingestion.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.churnops.ingestion.event.EventKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyDigesterTests {

  private static final long SECRET_0 = 0x0706050403020100L;
  private static final long SECRET_1 = 0x0f0e0d0c0b0a0908L;

  /** As OpenSSL's SIPHASH gives it of the bytes 0, 1, 2 and so on. */
  @ParameterizedTest
  @CsvSource({
    "0, a3817f04ba25a8e66df67214c7550293",
    "1, da87c1d86b99af44347659119b22fc45",
    "2, 8177228da4a45dc7fca38bdef60affe4",
    "8, 3b62a9ba6258f5610f83e264f31497b4",
    "15, 5493e99933b0a8117e08ec0f97cfc3d9",
    "16, 6ee2a4ca67b054bbfd3315bf85230577",
    "23, c9d184ddd5a9f5e0cf8ce29a9abf691c"
  })
  void isSipHash(int length, String expected) {
    KeyDigester.State state = new KeyDigester.State(SECRET_0, SECRET_1);
    ByteBuffer words = ByteBuffer.allocate(length / 8 * 8 + 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      words.put((byte) i);
    }
    words.put(words.capacity() - 1, (byte) length).rewind();
    while (words.remaining() > 8) {
      state.word(words.getLong());
    }
    assertThat(hex(state.finish(words.getLong()))).isEqualTo(expected);
  }

  @Test
  void keepsKeysApartByEveryCharacterAndByWhereTheyAreCut() {
    KeyDigester digester = new KeyDigester(SECRET_0, SECRET_1);
    Stream<EventKey> keys =
        Stream.of(
            new EventKey("", ""),
            new EventKey("a", ""),
            new EventKey("", "a"),
            new EventKey("ab", "c"),
            new EventKey("a", "bc"),
            new EventKey("abcd", "efgh"),
            new EventKey("abcdefgh", ""),
            new EventKey("", "abcdefgh"),
            new EventKey("abcd", "efgi"),
            new EventKey("abcd", "\u0161fgh"),
            new EventKey("\0abc", "d"),
            new EventKey("abc", "d"));
    assertThat(keys.map(digester::digest)).doesNotHaveDuplicates();
  }

  @Test
  void digestsAKeyInASeriesAsAlone() {
    KeyDigester digester = new KeyDigester(SECRET_0, SECRET_1);
    KeyDigester.Series series = digester.new Series();
    for (String source : new String[] {"/shop/web", "/shop/web", "/shop/app", "", "/shop/web"}) {
      EventKey key = new EventKey(source, "o-1");
      assertThat(series.digest(key)).isEqualTo(digester.digest(key));
    }
  }

  @Test
  void digestsAKeyDifferentlyUnderAnotherSecret() {
    EventKey key = new EventKey("/shop/web", "o-1");
    assertThat(new KeyDigester(1, 2).digest(key)).isNotEqualTo(new KeyDigester(1, 3).digest(key));
  }

  private static String hex(KeyDigest digest) {
    return HexFormat.of()
        .formatHex(
            ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(digest.high())
                .putLong(digest.low())
                .array());
  }
}
