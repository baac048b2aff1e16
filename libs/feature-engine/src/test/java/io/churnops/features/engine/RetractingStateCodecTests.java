package io.churnops.features.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The parts of a state that only views with rankings and retractions have. */
class RetractingStateCodecTests {

  /** Before it lie what names the codec and the view. */
  private static final int HISTORY = 26;

  private static final int CHECKSUM_BYTES = 4;

  private final CompiledView view =
      CompiledView.compile(
          FeatureViewDefinition.parse(
              """
              view: retracting
              entity: customer
              features:
                - {name: orders, event: order.placed, aggregate: count, windows: [90d, lifetime]}
                - {name: best, event: order.placed, aggregate: top, of: "items[].category", k: 2,
                   windows: [24h, 90d, lifetime], cardinality: 3}
                - {name: last, event: order.placed, aggregate: top, of: country, windows: [30d],
                   exact: true}
              retract: {by: [order.cancelled, order.returned], amount: value}
              """));
  private final FeatureState state = state();
  private final byte[] blob = view.encode(state, 7);

  private FeatureState state() {
    Random random = new Random(5);
    CustomerFold fold = view.newFold();
    NaiveRetractions.amid(RandomCases.log(random, 60), random).forEach(fold::add);
    return fold.state();
  }

  @Test
  void bytesAreTheStateAndTheStateTheBytes() throws CorruptStateException {
    FeatureState decoded = view.decode(blob);
    assertThat(view.encode(decoded, 7)).isEqualTo(blob);
    long at = state.watermarkMicros() + RandomCases.DAY;
    assertThat(view.evaluate(decoded, at)).isEqualTo(view.evaluate(state, at));
    assertThat(view.evaluate(decoded, at).category(6)).isNotNull();
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
        int at = HISTORY + random.nextInt(wrong.length - HISTORY - CHECKSUM_BYTES);
        wrong[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
      }
      seal(wrong);
      try {
        FeatureState decoded = view.decode(wrong);
        view.evaluate(decoded, Math.max(SampleView.NOW, decoded.watermarkMicros()));
        view.encode(decoded);
      } catch (CorruptStateException expected) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("with seed " + seed, e);
      }
    }
    assertThat(refused).isGreaterThan(2_000);
  }

  private static void seal(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - CHECKSUM_BYTES);
    ByteBuffer.wrap(bytes).putInt(bytes.length - CHECKSUM_BYTES, (int) crc.getValue());
  }
}
