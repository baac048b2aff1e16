package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class StateCodecTests {

  private final CompiledView view = SampleView.compiled();
  private final byte[] blob = view.encode(SampleView.state(view), 7);

  /** Fails when encoded states of released versions can no longer be read or are written anew. */
  @Test
  void bytesAreThoseOfTheGoldenFile() throws IOException, CorruptStateException {
    byte[] golden = HexFormat.of().parseHex(resource("state.v1.hex"));
    assertThat(HexFormat.of().formatHex(blob)).isEqualTo(HexFormat.of().formatHex(golden));
    assertThat(view.evaluate(view.decode(golden), SampleView.NOW))
        .isEqualTo(view.evaluate(SampleView.state(view), SampleView.NOW));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = StateCodecTests.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
          .strip();
    }
  }

  @Test
  void theRevisionLeadsAndIsNoPartOfTheState() throws CorruptStateException {
    assertThat(CompiledView.revision(blob)).isEqualTo(7);
    assertThat(CompiledView.revisionPrefix(blob)).isEqualTo(Arrays.copyOf(blob, 10));
    assertThat(ByteBuffer.wrap(blob, 2, 8).getLong()).isEqualTo(7);
    assertThat(view.encode(view.decode(blob))).isEqualTo(view.encode(SampleView.state(view)));
    assertThat(view.encode(view.decode(blob), 7)).isEqualTo(blob);
  }

  @Test
  void everyCutIsNoticed() {
    for (int length = 0; length < blob.length; length++) {
      byte[] cut = Arrays.copyOf(blob, length);
      assertThatExceptionOfType(CorruptStateException.class).isThrownBy(() -> view.decode(cut));
    }
  }

  @Test
  void everyFlippedBitIsNoticed() {
    for (int bit = 0; bit < blob.length * Byte.SIZE; bit++) {
      byte[] flipped = blob.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThatExceptionOfType(CorruptStateException.class).isThrownBy(() -> view.decode(flipped));
    }
  }

  @Test
  void wrongBytesUnderARightChecksumEitherDecodeOrAreRefused() {
    int refused = 0;
    for (long seed = 1; seed <= 20_000; seed++) {
      Random random = new Random(seed);
      byte[] wrong = blob.clone();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        wrong[26 + random.nextInt(wrong.length - 30)] =
            (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      }
      seal(wrong);
      try {
        FeatureState state = view.decode(wrong);
        view.evaluate(state, Math.max(SampleView.NOW, state.watermarkMicros()));
        view.encode(state);
      } catch (CorruptStateException expected) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("with seed " + seed, e);
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  private static void seal(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) crc.getValue());
  }

  @Test
  void refusesTheStateOfAnotherView() {
    CompiledView other =
        CompiledView.compile(
            FeatureViewDefinition.parse(SampleView.YAML.replace("[24h]", "[25h]")));
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> other.decode(blob))
        .withMessageContaining("another view");
  }

  @Test
  void documentationDoesNotMakeAnotherView() throws CorruptStateException {
    CompiledView reworded =
        CompiledView.compile(
            FeatureViewDefinition.parse(SampleView.YAML.replace("What customers do", "Deeds")));
    assertThat(reworded.encode(reworded.decode(blob), 7)).isEqualTo(blob);
  }

  @Test
  void refusesOtherCodecsAndOtherBytes() {
    byte[] newer = blob.clone();
    newer[1] = 2;
    seal(newer);
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> view.decode(newer))
        .withMessageContaining("codec version 2");
    assertThatExceptionOfType(CorruptStateException.class)
        .isThrownBy(() -> CompiledView.revision("hello".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anEmptyStateIsShort() throws CorruptStateException {
    byte[] empty = view.encode(view.emptyState());
    assertThat(empty).hasSizeLessThan(50);
    assertThat(view.decode(empty).events()).isZero();
    assertThat(view.decode(empty).watermarkMicros()).isEqualTo(Long.MIN_VALUE);
  }
}
